"""Orders the lines of a result file.

Only one window of roots is in memory.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from sandbox.bulk.record_lines import Tree

Window = list[Tree]


def grouped(windows: Iterable[Window]) -> Iterator[bytes]:
    """Writes children after their parent: `groupObjects: true`, the default until 2025-10."""
    for window in windows:
        for tree in window:
            yield from (line for _, line in tree)


def interleaved(windows: Iterable[Window]) -> Iterator[bytes]:
    """Writes children after their parent and away from it.

    They come behind the roots of the next window, level by level.
    """
    before: Window = []
    for window in windows:
        yield from _level(window, 0)
        yield from _children(before)
        before = window
    yield from _children(before)


def hostile(windows: Iterable[Window]) -> Iterator[bytes]:
    """Writes children before their parents, since no order is promised."""
    for window in windows:
        for depth in range(_depth(window), -1, -1):
            yield from _level(window, depth)


def _children(window: Window) -> Iterator[bytes]:
    for depth in range(1, _depth(window) + 1):
        yield from _level(window, depth)


def _depth(window: Window) -> int:
    return max((depth for tree in window for depth, _ in tree), default=0)


def _level(window: Window, wanted: int) -> Iterator[bytes]:
    return (line for tree in window for depth, line in tree if depth == wanted)


ORDERS: Mapping[str, Callable[[Iterable[Window]], Iterator[bytes]]] = {
    "grouped": grouped,
    "interleaved": interleaved,
    "hostile": hostile,
}
