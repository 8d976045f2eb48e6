"""The floors that docs/architecture.md draws are those of the import contracts."""

import re
import tomllib

from tests.architecture.tree import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text()
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
Floors = list[set[str]]


def drawn(page: str) -> dict[str, Floors]:
    """Reads each package's rows from the roof down; "" has the packages themselves."""
    rows: dict[str, Floors] = {"": []}
    package = ""
    for line in page.partition("```\n")[2].partition("```")[0].partition("\n\n")[0].splitlines():
        found = re.match(r"(?:  )?([a-z_]+/?(?: \| [a-z_]+/?)*)(?=  |$)", line)
        if not found:
            continue
        names = {name.strip("/ ") for name in found[1].split("|")}
        if not line.startswith(" "):
            package = found[1].rstrip("/")
        rows.setdefault(package if line.startswith(" ") else "", []).append(names)
    return rows


def contract(package: str) -> Floors:
    [layers] = [
        one["layers"] for one in CONTRACTS if one["type"] == "layers" and one.get("containers", [""]) == [package]
    ]
    return [{name.strip() for name in layer.split("|")} for layer in layers]


def misdrawn(rows: Floors, floors: Floors) -> list[set[str]]:
    """Rows that are no floor, or that do not lie below the row above."""
    heights = [[number for number, floor in enumerate(floors) if row <= floor] for row in rows]
    lowest, wrong = -1, []
    for row, height in zip(rows, heights, strict=True):
        if not height or height[0] <= lowest:
            wrong.append(row)
        lowest = max([lowest, *height])
    return wrong


def test_the_drawing_has_the_contracts_floors_in_their_order() -> None:
    pictures = drawn(PAGE)
    assert set(pictures) == {"", "jobs", "integrations"}
    assert pictures[""] == contract("")
    assert {package: misdrawn(rows, contract(package)) for package, rows in pictures.items()} == {
        package: [] for package in pictures
    }


def test_the_chain_of_a_room_is_its_contract() -> None:
    found = re.search(r"^  shopify/ +(.+)$", PAGE, re.MULTILINE)
    assert found
    chain = [set(floor.strip().split(", ")) for floor in found[1].split(">")]
    assert chain == [{name for name in floor if "(" not in name} for floor in contract("integrations.shopify")]


def test_a_misdrawn_floor_is_noticed() -> None:
    floors = [{"a"}, {"b", "c"}, {"d"}]
    assert misdrawn([{"a"}, {"b", "c"}, {"d"}], floors) == []
    assert misdrawn([{"b"}, {"a"}], floors) == [{"a"}]
    assert misdrawn([{"b"}, {"c"}], floors) == [{"c"}]
    assert misdrawn([{"a", "d"}], floors) == [{"a", "d"}]
