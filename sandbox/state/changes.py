"""Remembers which records have changed lately.

With it a sorted list moves these alone and is not sorted again.
"""

from collections import deque
from itertools import islice

from sandbox.state.base import Node

REMEMBERED = 10_000


class Changes:
    """Counts every change in `count`; readers keep the one they know."""

    def __init__(self) -> None:
        self.count = 0
        self._log: deque[Node] = deque(maxlen=REMEMBERED)

    def note(self, *records: Node) -> None:
        self._log.extend(records)
        self.count += len(records)

    def forget(self) -> None:
        """Forgets all: the whole content is another one."""
        self._log.clear()
        self.count += 1

    def since(self, count: int) -> list[Node] | None:
        """Lists records changed after that count, youngest first; None if forgotten."""
        behind = self.count - count
        return None if behind > len(self._log) else list(islice(reversed(self._log), behind))
