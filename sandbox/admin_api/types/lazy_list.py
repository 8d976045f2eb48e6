"""Reads a list of numbers as the list of their records."""

from collections.abc import Callable, Sequence
from typing import Any, overload


class LazyList(Sequence[Any]):
    """Finds records only when read, so that a page costs one page."""

    def __init__(self, numbers: Sequence[int], find: Callable[[int], Any]) -> None:
        self.numbers = numbers
        self.find = find

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> Any: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Any]: ...
    def __getitem__(self, at: int | slice) -> Any:
        if isinstance(at, slice):
            return LazyList(self.numbers[at], self.find)
        return self.find(self.numbers[at])
