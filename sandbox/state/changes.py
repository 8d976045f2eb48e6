"""Remembers which records have changed lately.

With it a sorted list moves these alone and is not sorted again.
"""

from collections import deque
from itertools import islice

from sandbox.state.base import Node

REMEMBERED = 10_000


class Changes:
    """`count` moves with every change of a record; a reader keeps the count up to which it knows."""

    def __init__(self) -> None:
        self.count = 0
        self._log: deque[Node] = deque(maxlen=REMEMBERED)

    def note(self, *records: Node) -> None:
        self._log.extend(records)
        self.count += len(records)

    def forget(self) -> None:
        """The whole content is another one: whoever asks since when must read it all."""
        self._log.clear()
        self.count += 1

    def since(self, count: int) -> list[Node] | None:
        """The records that changed after that count, the youngest first; None when that is not remembered."""
        behind = self.count - count
        return None if behind > len(self._log) else list(islice(reversed(self._log), behind))
