"""Holds the caller and what is gathered while one document runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sandbox.access.caller import Caller
from sandbox.graphql.denials import Denial, denials
from sandbox.graphql.idempotency import Claim

if TYPE_CHECKING:
    from graphql.pyutils import Path

    from sandbox.graphql.resolvers import Resolvers
    from sandbox.state.store import Store
    from sandbox.world import World

__all__ = ["Caller", "Context"]


class Context:
    """Serves one document; `bulk`: connections are not paged.

    Entries of `search_warnings` come out as `extensions.search`. `path` is the place in the answer of the field that is
    being resolved; a bulk operation has none.
    """

    def __init__(self, world: World, caller: Caller, bulk: bool = False) -> None:
        self.world = world
        self.caller = caller
        self.resolvers: Resolvers = world.resolvers
        self.bulk = bulk
        self.denied: Mapping[tuple[str, str], Denial] = denials(caller)
        self.claims: dict[str, Claim] = {}  # of @idempotent, by the key of the mutation in the answer
        self.path: Path | None = None
        self.search_warnings: list[dict[str, Any]] = []

    @property
    def store(self) -> Store:
        return self.world.store
