"""The numbers of a level are written with their ledger line, in one module."""

import ast
import re

import pytest

from tests.architecture.writes import CREATING, about, calls, columns, name_of, sources, texts

LEDGER = "oms/inventory/ledger.py"
_NUMBERS = {"qoh", "atp"}
_SQL = re.compile(r"\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|COPY)\s+oms_inventory(?:level|detail)\b", re.IGNORECASE)


def writes(text: str, *, python: bool = True) -> list[str]:
    if not python:
        return _SQL.findall(text)
    tree = ast.parse(text)
    levels = about(tree, r"\bInventory(?:Level|Detail)\b")
    found = [statement for part in texts(tree) for statement in _SQL.findall(part)]
    for call in calls(tree):
        does, numbers = name_of(call), bool(set(columns(call)) & _NUMBERS)
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        if (
            does in ("InventoryLevel", "InventoryDetail")
            or (does in ("update", "bulk_update", "save", "setattr") and numbers)
            or (owner is not None and levels(owner) and does in (*CREATING, "delete"))
        ):
            found.append(ast.unparse(call))
    stored = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store))
    return found + [ast.unparse(node) for node in stored if node.attr in _NUMBERS]


def test_nothing_else_writes_them() -> None:
    found = {name: writes(text, python=name.endswith(".py")) for name, text in sources().items()}
    assert {name for name, lines in found.items() if lines} == {LEDGER}, found


@pytest.mark.parametrize(
    "planted",
    [
        "InventoryLevel.objects.filter(pk=1).update(qoh=0)",
        "levels = InventoryLevel.objects.filter(pk=1)\nlevels.update(**{'atp': 0})",
        "InventoryLevel.objects.get_or_create(product=p, facility=f)",
        "InventoryLevel(product=p).save()",
        "InventoryLevel.objects.bulk_update(levels, ['atp'])",
        "level.qoh -= 1\nlevel.save()",
        "InventoryDetail.objects.create(level=level)",
        "InventoryDetail.objects.filter(pk=1).delete()",
        "SQL = 'UPDATE oms_inventorylevel SET qoh = 0'",
    ],
)
def test_a_planted_write_is_noticed(planted: str) -> None:
    assert writes(planted)


def test_the_moment_of_the_shops_number_is_free() -> None:
    assert not writes("InventoryLevel.objects.filter(qoh=0).update(source_updated_at=now)")
