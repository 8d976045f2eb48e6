"""Resolves tagsAdd and tagsRemove for orders, products and customers.

A variant has no tags.
"""

from typing import Any

from sandbox.admin_api.mutations.arguments import refused, refusing
from sandbox.admin_api.types.nodes import record_of
from sandbox.admin_api.types.visible_orders import seen
from sandbox.graphql.context import Context
from sandbox.graphql.errors import TopLevel
from sandbox.graphql.resolvers import Resolvers
from sandbox.rules.tags import Tagged, add_tags, remove_tags
from sandbox.state.records import Customer, Order, Product, split_gid

RESOLVERS = Resolvers()


@RESOLVERS.mutation("tagsAdd")
def tags_add(ctx: Context, id: str, tags: list[str]) -> dict[str, Any]:
    owner = _owner(ctx, id)
    with refusing():
        return {"node": add_tags(ctx.store, owner, tags)}


@RESOLVERS.mutation("tagsRemove")
def tags_remove(ctx: Context, id: str, tags: list[str]) -> dict[str, Any]:
    owner = _owner(ctx, id)
    with refusing():
        return {"node": remove_tags(ctx.store, owner, tags)}


def _owner(ctx: Context, gid: str) -> Tagged:
    kind = (split_gid(gid) or ("", 0))[0]
    found: Tagged | None
    if kind == "Order":
        found = seen(ctx, record_of(ctx, gid, Order))
    elif kind == "Product":
        found = record_of(ctx, gid, Product)
    elif kind == "Customer":
        found = record_of(ctx, gid, Customer)
    else:
        raise TopLevel(f"Invalid id: {gid}", "RESOURCE_NOT_FOUND")
    if found is None:
        raise refused(f"{kind} does not exist", ["id"])
    return found
