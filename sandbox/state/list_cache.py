"""Keeps lists that were made from the content until it changes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Made = TypeVar("Made")
KEPT = 48


class ListCache:
    """Sorts a list once, though it is read page by page."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()

    def get(self, key: Hashable, revision: int, make: Callable[[], Made]) -> Made:
        """Gives the list made for this key and revision, or made now.

        Call it with the store locked.
        """
        kept = self._kept.get(key)
        if kept is not None and kept[0] == revision:
            self._kept.move_to_end(key)
            found: Made = kept[1]
            return found
        made = make()
        self._kept[key] = (revision, made)
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return made
