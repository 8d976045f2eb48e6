"""Resolves refunds and their lines."""

from typing import Any

from sandbox.admin_api.types.lookup import line_item, numbered, order_behind
from sandbox.admin_api.types.money import bag, bags
from sandbox.admin_api.types.nodes import part_of
from sandbox.graphql.connections import Connection, page
from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import Resolvers
from sandbox.state.records import ZERO, LineItem, Location, Order, Refund, RefundLine, Return, Transaction

RESOLVERS = Resolvers()


bags(RESOLVERS, "RefundLineItem", {"subtotalSet": "subtotal", "totalTaxSet": "total_tax"})


@RESOLVERS.root("refund")
def refund(ctx: Context, id: str) -> Any:
    return part_of(ctx, id, Refund)


@RESOLVERS.field("Refund", "order")
def order(refund: Refund, ctx: Context) -> Order:
    return order_behind(ctx, refund.GID_TYPE, refund.id)


@RESOLVERS.field("Refund", "return")
def of_return(refund: Refund, ctx: Context) -> Return | None:
    if refund.return_id is None:
        return None
    return numbered(order(refund, ctx).returns, refund.return_id)


@RESOLVERS.field("Refund", "processedAt")
def processed_at(refund: Refund, ctx: Context) -> Any:
    return refund.created_at


@RESOLVERS.field("Refund", "totalRefundedSet")
def total_refunded(refund: Refund, ctx: Context) -> dict[str, Any]:
    paid_back = (one.amount for one in _transactions(refund, ctx) if one.status == "SUCCESS")
    return bag(ctx, sum(paid_back, ZERO))


@RESOLVERS.field("Refund", "transactions")
def transactions(refund: Refund, ctx: Context, **args: Any) -> Connection:
    return page(ctx, _transactions(refund, ctx), args)


def _transactions(refund: Refund, ctx: Context) -> list[Transaction]:
    if not refund.transaction_ids:
        return []
    wanted = set(refund.transaction_ids)
    return [one for one in order(refund, ctx).transactions if one.id in wanted]


@RESOLVERS.field("Refund", "refundLineItems")
def lines(refund: Refund, ctx: Context, **args: Any) -> Connection:
    return page(ctx, refund.lines, args)


@RESOLVERS.field("RefundLineItem", "lineItem")
def of_line_item(line: RefundLine, ctx: Context) -> LineItem | None:
    return line_item(ctx, line.line_item_id)


@RESOLVERS.field("RefundLineItem", "location")
def location(line: RefundLine, ctx: Context) -> Location | None:
    return ctx.store.locations.get(line.location_id or 0)
