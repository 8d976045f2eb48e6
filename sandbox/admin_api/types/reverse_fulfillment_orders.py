"""Resolves reverse fulfillment orders: the fate of returned goods."""

from typing import Any

from sandbox.admin_api.types.lookup import fulfillment_line, order_behind
from sandbox.graphql.connections import Connection, page
from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import Resolvers
from sandbox.state.records import FulfillmentLine, Location, Order
from sandbox.state.return_records import Disposition, ReverseFulfillmentOrder, ReverseLine

RESOLVERS = Resolvers()


@RESOLVERS.field("ReverseFulfillmentOrder", "order")
def order(goods: ReverseFulfillmentOrder, ctx: Context) -> Order:
    return order_behind(ctx, goods.GID_TYPE, goods.id)


@RESOLVERS.field("ReverseFulfillmentOrder", "lineItems")
def lines(goods: ReverseFulfillmentOrder, ctx: Context, **args: Any) -> Connection:
    return page(ctx, goods.lines, args)


@RESOLVERS.field("ReverseFulfillmentOrderLineItem", "fulfillmentLineItem")
def of_fulfillment_line(line: ReverseLine, ctx: Context) -> FulfillmentLine | None:
    return fulfillment_line(ctx, line.fulfillment_line_id)


@RESOLVERS.field("ReverseFulfillmentOrderDisposition", "location")
def location(disposition: Disposition, ctx: Context) -> Location | None:
    return ctx.store.locations.get(disposition.location_id or 0)
