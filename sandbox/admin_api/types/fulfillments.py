"""Resolves fulfillments: what has been shipped."""

from collections.abc import Sequence
from typing import Any

from sandbox.admin_api.types.lookup import line_item
from sandbox.admin_api.types.nodes import part_of
from sandbox.admin_api.types.order_parts import up_to
from sandbox.graphql.connections import Connection, page
from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import Resolvers
from sandbox.state.records import Fulfillment, FulfillmentLine, LineItem, Location, Order

RESOLVERS = Resolvers()


@RESOLVERS.root("fulfillment")
def fulfillment(ctx: Context, id: str) -> Any:
    return part_of(ctx, id, Fulfillment)


@RESOLVERS.field("Fulfillment", "order")
def order(done: Fulfillment, ctx: Context) -> Order:
    return ctx.store.orders[done.order_id]


@RESOLVERS.field("Fulfillment", "location")
def location(done: Fulfillment, ctx: Context) -> Location | None:
    return ctx.store.locations.get(done.location_id)


@RESOLVERS.field("Fulfillment", "trackingInfo")
def tracking_info(done: Fulfillment, ctx: Context, first: int | None = None) -> Sequence[dict[str, Any]]:
    told = {"company": done.tracking_company, "number": done.tracking_number, "url": done.tracking_url}
    return up_to(first, [told]) if any(told.values()) else []


@RESOLVERS.field("Fulfillment", "fulfillmentLineItems")
def lines(done: Fulfillment, ctx: Context, **args: Any) -> Connection:
    return page(ctx, done.lines, args)


@RESOLVERS.field("FulfillmentLineItem", "lineItem")
def of_line_item(line: FulfillmentLine, ctx: Context) -> LineItem | None:
    return line_item(ctx, line.line_item_id)
