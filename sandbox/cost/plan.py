"""Describes the parts of a document that cost points, as a tree.

Leaves and money are free and not in it. Nobody publishes the formula. This one was fitted to recorded answers of
2026-04 and is right for nine queries in ten.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

MUTATION = 10
ROOT_COUNT = 10
CONNECTION = 2


@dataclass
class Part:
    """Prices a field that gives objects; `own` leaves those below out.

    `branches`: the parts below, once for each type that can be found there; the dearest counts.
    """

    key: str
    path: tuple[str, ...]
    own: float = 1
    branches: list[list[Part]] = field(default_factory=list)

    def asked(self) -> float:
        """Points for all that could come."""
        return self.own + self.below_asked()

    def below_asked(self) -> float:
        return max((sum(part.asked() for part in branch) for branch in self.branches), default=0)

    def used(self, value: Any) -> float:
        """Points for what came."""
        items = [item for item in (value if isinstance(value, list) else [value]) if item is not None]
        return self.own + max(map(self.below_used, items)) if items else 0

    def below_used(self, item: Any) -> float:
        return max((sum(part.used(item.get(part.key)) for part in branch) for branch in self.branches), default=0)

    def everything(self) -> Iterator[Part]:
        yield self
        for branch in self.branches:
            for part in branch:
                yield from part.everything()


@dataclass
class Connection(Part):
    """Prices a connection; `size` is its first or last.

    `lists` lead to its nodes: keys of edges and node, or of nodes.
    """

    size: int = 0
    lists: list[tuple[tuple[str, ...], Part]] = field(default_factory=list)

    def asked(self) -> float:
        return CONNECTION + _times(self.size) * (1 + sum(part.below_asked() for _, part in self.lists))

    def used(self, value: Any) -> float:
        if value is None:
            return 0
        counted, below = 0, 0.0
        for keys, part in self.lists:
            nodes = [node for node in _nodes(value, keys) if node is not None]
            counted = max(counted, len(nodes))
            below += max(map(part.below_used, nodes), default=0)
        return CONNECTION + _times(min(counted, self.size)) * (1 + below)

    def everything(self) -> Iterator[Part]:
        yield self
        for _, part in self.lists:
            yield from list(part.everything())[1:]


def _nodes(value: Any, keys: tuple[str, ...]) -> list[Any]:
    items: list[Any] = value.get(keys[0]) or []
    return items if len(keys) == 1 else [edge and edge.get(keys[1]) for edge in items]


def _times(size: int) -> int:
    return math.floor(max(1.0, 2 * math.log(size))) if size > 0 else 0
