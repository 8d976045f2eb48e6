"""What is saved comes back whole; what isn't whole is refused."""

from pathlib import Path

import pytest

from sandbox.generator import generate
from sandbox.state.snapshot import DamagedSnapshot, load, save
from sandbox.state.store import Store
from tests.sandbox.shops import NOW, empty_store, order, product, small_store, variants


def test_comes_back_whole(tmp_path: Path) -> None:
    store = empty_store()
    generate(store, 20, 60, anchor=NOW)
    path = tmp_path / "var" / "store.json"
    save(store, path)
    again = load(path)
    assert again.dump() == store.dump()
    assert type(next(iter(again.orders))) is int
    some = next(iter(store.variants.values()))
    assert again.variants_by_sku(some.sku) == store.variants_by_sku(some.sku)
    assert list(path.parent.iterdir()) == [path]


def test_goes_on_where_it_was(tmp_path: Path) -> None:
    store = small_store()
    save(store, tmp_path / "s")
    again = load(tmp_path / "s", empty_store())
    shirt = next(iter(again.products.values()))
    made = order(again, [(variants(again, shirt)[0], 1)])
    assert made.name == "#1002"
    assert order(store, [(variants(store, shirt)[0], 1)]).id == made.id


def test_a_moved_clock_stays_moved(tmp_path: Path) -> None:
    store = Store()
    store.clock.advance(86_400)
    save(store, tmp_path / "s")
    again = load(tmp_path / "s")
    assert again.clock.offset == store.clock.offset
    assert load(tmp_path / "s", again).clock.offset == store.clock.offset


def test_half_a_surrogate_pair(tmp_path: Path) -> None:
    store = small_store()
    product(store, "Half a smile \ud83d", handle="half")
    save(store, tmp_path / "s")
    assert load(tmp_path / "s").dump() == store.dump()


def test_damaged_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "s"
    save(small_store(), path)
    content = path.read_bytes()
    for damaged in (b"", content[:-1], content[: len(content) // 2], b"[]", b'{"version": 1}', b"\xff\xfe"):
        path.write_bytes(damaged)
        with pytest.raises(DamagedSnapshot, match=str(path)):
            load(path)
    path.write_bytes(content.replace(b'"version":1', b'"version":2'))
    with pytest.raises(DamagedSnapshot, match="version 2"):
        load(path)


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "s"
    save(small_store(), path)
    before = path.read_bytes()
    store = small_store()
    store.shop.name = object()  # type: ignore[assignment]
    with pytest.raises(TypeError):
        save(store, path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
