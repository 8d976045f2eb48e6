"""Resolves the lists and connections of an order's parts."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sandbox.graphql.connections import Connection, page
from sandbox.graphql.context import Context
from sandbox.graphql.errors import unsupported
from sandbox.graphql.resolvers import Resolvers
from sandbox.state.records import Fulfillment, Order, Refund, Transaction

RESOLVERS = Resolvers()
Part = TypeVar("Part")


def up_to(first: int | None, parts: Sequence[Part]) -> Sequence[Part]:
    """Cuts a plain list after `first`; the rest can't be had."""
    return parts if first is None else parts[: max(first, 0)]


@RESOLVERS.field("Order", "lineItems")
def line_items(order: Order, ctx: Context, **args: Any) -> Connection:
    return page(ctx, order.line_items, args)


@RESOLVERS.field("Order", "nonFulfillableLineItems")
def non_fulfillable_line_items(order: Order, ctx: Context, **args: Any) -> Connection:
    return page(ctx, order.line_items, args, keep=lambda line: line.non_fulfillable_quantity > 0)


@RESOLVERS.field("Order", "shippingLines")
def shipping_lines(order: Order, ctx: Context, include_removals: bool = False, **args: Any) -> Connection:
    return page(ctx, order.shipping_lines, args, keep=None if include_removals else lambda line: not line.is_removed)


@RESOLVERS.field("Order", "shippingLine")
def shipping_line(order: Order, ctx: Context) -> Any:
    return next((line for line in order.shipping_lines if not line.is_removed), None)


@RESOLVERS.field("Order", "fulfillmentOrders")
def fulfillment_orders(
    order: Order, ctx: Context, displayable: bool = False, query: str | None = None, **args: Any
) -> Connection:
    if displayable or query:
        raise unsupported("the arguments displayable and query of Order.fulfillmentOrders")
    return page(ctx, order.fulfillment_orders, args)


@RESOLVERS.field("Order", "returns")
def returns(order: Order, ctx: Context, query: str | None = None, **args: Any) -> Connection:
    if query:
        raise unsupported("the argument query of Order.returns")
    return page(ctx, order.returns, args)


@RESOLVERS.field("Order", "fulfillments")
def fulfillments(
    order: Order, ctx: Context, first: int | None = None, query: str | None = None
) -> Sequence[Fulfillment]:
    if query:
        raise unsupported("the argument query of Order.fulfillments")
    return up_to(first, order.fulfillments)


@RESOLVERS.field("Order", "refunds")
def refunds(order: Order, ctx: Context, first: int | None = None) -> Sequence[Refund]:
    return up_to(first, order.refunds)


@RESOLVERS.field("Order", "transactions")
def transactions(
    order: Order,
    ctx: Context,
    first: int | None = None,
    capturable: bool | None = None,
    manually_resolvable: bool | None = None,
) -> Sequence[Transaction]:
    if capturable is not None or manually_resolvable is not None:
        raise unsupported("the arguments capturable and manuallyResolvable of Order.transactions")
    return up_to(first, order.transactions)


@RESOLVERS.field("Order", "fulfillmentsCount")
def fulfillments_count(order: Order, ctx: Context) -> dict[str, Any]:
    return {"count": len(order.fulfillments), "precision": "EXACT"}


@RESOLVERS.field("Order", "transactionsCount")
def transactions_count(order: Order, ctx: Context) -> dict[str, Any]:
    return {"count": len(order.transactions), "precision": "EXACT"}
