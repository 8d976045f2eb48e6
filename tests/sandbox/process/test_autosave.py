"""The content on disk between two starts."""

from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.autosave import Keeper, same
from sandbox.command_line import origin_of, parse
from sandbox.state.snapshot import DamagedSnapshot
from sandbox.state.tables import Origin
from tests.sandbox.shops import NOW, small_store

MADE = Origin(kind="generated", seed=1, products=3, orders=1, anchor=NOW)


def kept(folder: Path) -> Keeper:
    store = small_store()
    store.tables.origin = MADE
    keeper = Keeper(folder)
    assert keeper.save(store)
    return keeper


def test_nothing_is_there_at_first(tmp_path: Path) -> None:
    assert Keeper(tmp_path).load(MADE) is None


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    kept(tmp_path)
    found = Keeper(tmp_path).load(MADE)
    assert found is not None
    expected = small_store()
    expected.tables.origin = MADE
    assert found.dump() == expected.dump()


def test_only_changes_are_saved(tmp_path: Path) -> None:
    kept(tmp_path)
    keeper = Keeper(tmp_path)
    store = keeper.load(MADE)
    assert store is not None
    assert not keeper.save(store)
    store.touch(next(iter(store.orders.values())))
    assert keeper.save(store)
    assert not keeper.save(store)


def test_a_store_of_another_origin_is_set_aside(tmp_path: Path) -> None:
    kept(tmp_path)
    other = Origin(kind="generated", seed=2, products=3, orders=1)
    assert Keeper(tmp_path).load(other) is None
    assert [path.name for path in tmp_path.iterdir()] == ["store.other.json"]


def test_a_store_of_any_origin_is_kept_when_asked_to(tmp_path: Path) -> None:
    kept(tmp_path)
    assert Keeper(tmp_path).load(None) is not None
    assert [path.name for path in tmp_path.iterdir()] == ["store.json"]


@pytest.mark.parametrize(
    ("arguments", "fits"),
    [
        ("--products 3 --orders 1", True),
        (f"--products 3 --orders 1 --anchor {NOW.isoformat()}", True),
        (f"--products 3 --orders 1 --anchor {(NOW + timedelta(1)).isoformat()}", False),
        ("--products 4 --orders 1", False),
        ("--products 3 --orders 1 --seed 2", False),
        ("--products 3 --orders 1 --mischief twins", False),
        ("--products-csv a.csv", False),
    ],
)
def test_what_counts_as_the_same_origin(arguments: str, fits: bool) -> None:
    assert same(MADE, origin_of(parse(arguments.split()))) is fits


def test_files_are_an_origin_by_their_names() -> None:
    wanted = origin_of(parse(["--orders-csv", "o.csv", "--products-csv", "a.csv", "b.csv"]))
    assert wanted == Origin(kind="files", files=["products:a.csv", "products:b.csv", "orders:o.csv"])


def test_a_damaged_file_is_not_overwritten(tmp_path: Path) -> None:
    keeper = kept(tmp_path)
    content = keeper.path.read_bytes()
    keeper.path.write_bytes(content[:-50])
    with pytest.raises(DamagedSnapshot, match=r"store\.json is not a whole snapshot"):
        Keeper(tmp_path).load(MADE)
    assert keeper.path.read_bytes() == content[:-50]


@pytest.mark.parametrize("arguments", ["--products -1", "--products many", "--anchor soon", "--plan huge", "--port x"])
def test_arguments_that_make_no_sense(arguments: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(arguments.split())
    assert arguments.split(maxsplit=1)[0] in capsys.readouterr().err
