"""Keeps a list sorted while its records change."""

from bisect import bisect_left
from collections.abc import Callable
from typing import Any

from sandbox.search.sort_position import PlaceOf, ordering
from sandbox.state.base import Node
from sandbox.state.changes import Changes

Key = tuple[bool, Any, int]


class Ordered:
    """Holds `records` in ascending order, with their `keys` beside them.

    Each change moves one record; the list is never sorted again.
    """

    def __init__(self, changes: Changes, table: Callable[[], dict[int, Any]], place_of: PlaceOf) -> None:
        self.changes = changes
        self.table = table
        self.place_of = place_of
        self.keys: list[Key] = []
        self.records: list[Any] = []
        self._key_of: dict[int, Key] = {}
        self._count = -1

    def refresh(self) -> "Ordered":
        """Takes in what has changed. Call it with the store locked."""
        changed = self.changes.since(self._count) if self._count >= 0 else None
        if changed is None:
            self._read_all()
        else:
            table = self.table()
            for record in {id(one): one for one in changed}.values():
                self._move(record, table)
        self._count = self.changes.count
        return self

    def _read_all(self) -> None:
        pairs = sorted(
            ((ordering(self.place_of(record)), record) for record in self.table().values()), key=lambda pair: pair[0]
        )
        self.keys = [key for key, _ in pairs]
        self.records = [record for _, record in pairs]
        self._key_of = {record.id: key for key, record in pairs}

    def _move(self, record: Node, table: dict[int, Any]) -> None:
        held = table.get(record.id)
        if held is not record and not (held is None and self._holds(record)):
            return  # a record of another list
        before = self._key_of.pop(record.id, None)
        if before is not None:
            at = bisect_left(self.keys, before)
            del self.keys[at], self.records[at]
        if held is not None:
            key = ordering(self.place_of(record))
            at = bisect_left(self.keys, key)
            self.keys.insert(at, key)
            self.records.insert(at, record)
            self._key_of[record.id] = key

    def _holds(self, record: Node) -> bool:
        """Tells whether this very record stands here; other types share numbers."""
        key = self._key_of.get(record.id)
        return key is not None and self.records[bisect_left(self.keys, key)] is record
