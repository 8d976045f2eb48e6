"""The order of the lines, and that no more than two windows are held."""

from collections.abc import Iterator

import pytest

from sandbox.bulk.line_order import ORDERS, Window
from sandbox.bulk.settings import BadSettings, Settings, changed


def windows() -> list[Window]:
    def tree(name: str) -> list[tuple[int, bytes]]:
        return [(0, name.encode()), (1, f"{name}1".encode()), (2, f"{name}11".encode()), (1, f"{name}2".encode())]

    return [[tree("a"), tree("b")], [tree("c")]]


@pytest.mark.parametrize(
    ("order", "lines"),
    [
        ("grouped", "a a1 a11 a2 b b1 b11 b2 c c1 c11 c2"),
        ("interleaved", "a b c a1 a2 b1 b2 a11 b11 c1 c2 c11"),
        ("hostile", "a11 b11 a1 a2 b1 b2 a b c11 c1 c2 c"),
    ],
)
def test_every_order_gives_all_lines_once(order: str, lines: str) -> None:
    assert b" ".join(ORDERS[order](windows())).decode() == lines


@pytest.mark.parametrize("order", ORDERS)
def test_lines_come_before_all_windows_were_read(order: str) -> None:
    read = 0

    def endless() -> Iterator[Window]:
        nonlocal read
        while True:
            read += 1
            yield windows()[0]

    lines = ORDERS[order](endless())
    for _ in range(100):
        next(lines)
    assert read <= 15


def test_a_store_without_roots_gives_no_lines() -> None:
    assert [list(order([])) for order in ORDERS.values()] == [[], [], []]


def test_settings_are_changed_one_by_one() -> None:
    assert changed(Settings(), {"order": "hostile"}) == Settings(order="hostile")
    assert changed(Settings(order="hostile"), {"delay": 0}).order == "hostile"


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"ordr": "hostile"}, "ordr: unknown; settings are delay, order"),
        ({"order": "sorted"}, "order: 'sorted' is unknown; orders are grouped, interleaved, hostile"),
        ({"delay": "soon"}, r"Expected `float`, got `str` - at `\$\.delay`"),
        ({"window": 0}, "window: at least 1"),
        ([], "Settings are an object"),
    ],
)
def test_bad_settings_are_named(told: object, sentence: str) -> None:
    with pytest.raises(BadSettings, match=sentence):
        changed(Settings(), told)
