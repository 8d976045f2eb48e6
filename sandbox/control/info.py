"""Describes this store and how to reach it: GET /__sandbox/info."""

from typing import TYPE_CHECKING

import msgspec

from sandbox.graphql.versions import SUPPORTED
from sandbox.http.messages import Request, Response
from sandbox.http.router import Routes

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()


@ROUTES.get("/__sandbox/info")
def info(world: "World", request: Request) -> Response:
    """Describes the store; `revision` moves with every change."""
    store = world.store
    with store.lock:
        counts = {kind: len(table) for kind, table in store.tables.by_type().items()}
        told = {
            "shop": store.shop.myshopify_domain,
            "url": world.url,
            "versions": list(SUPPORTED),
            "now": store.clock.now().isoformat(),
            "revision": store.revision,
            "origin": msgspec.to_builtins(store.origin),
            "counts": counts,
        }
    return Response.json(told)
