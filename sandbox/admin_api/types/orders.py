"""Resolves orders, by id, by name or as a list."""

from typing import Any

from sandbox.admin_api.types.nodes import record_of
from sandbox.admin_api.types.visible_orders import order_filter, seen
from sandbox.graphql.connections import Connection
from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import Resolvers
from sandbox.graphql.root_lists import counted, listed
from sandbox.state.records import Order

RESOLVERS = Resolvers()


@RESOLVERS.root("orders")
def orders(ctx: Context, **args: Any) -> Connection:
    return listed(ctx, "orders", {"sort_key": "PROCESSED_AT", **args}, order_filter(ctx))


@RESOLVERS.root("ordersCount")
def orders_count(ctx: Context, **args: Any) -> dict[str, Any]:
    return counted(ctx, "orders", args, order_filter(ctx))


@RESOLVERS.root("order")
def order(ctx: Context, id: str) -> Order | None:
    return seen(ctx, record_of(ctx, id, Order))
