"""Resolves returns and their lines."""

from typing import Any

from sandbox.admin_api.types.lookup import fulfillment_line
from sandbox.admin_api.types.nodes import part_of
from sandbox.graphql.connections import Connection, page
from sandbox.graphql.context import Context
from sandbox.graphql.errors import unsupported
from sandbox.graphql.resolvers import Resolvers
from sandbox.state.records import FulfillmentLine, Order, Return, make_gid
from sandbox.state.return_records import ReturnLine

RESOLVERS = Resolvers()


@RESOLVERS.root("return")
def by_id(ctx: Context, id: str) -> Any:
    return part_of(ctx, id, Return)


@RESOLVERS.field("Return", "order")
def order(returned: Return, ctx: Context) -> Order:
    return ctx.store.orders[returned.order_id]


@RESOLVERS.field("Return", "decline")
def decline(returned: Return, ctx: Context) -> dict[str, Any] | None:
    if returned.decline_reason is None:
        return None
    return {"reason": returned.decline_reason, "note": returned.decline_note}


@RESOLVERS.field("Return", "returnLineItems")
def lines(returned: Return, ctx: Context, processing_status: Any = None, **args: Any) -> Connection:
    if processing_status is not None:
        raise unsupported("the argument processingStatus of Return.returnLineItems")
    return page(ctx, returned.lines, args)


@RESOLVERS.field("Return", "reverseFulfillmentOrders")
def reverse_fulfillment_orders(returned: Return, ctx: Context, **args: Any) -> Connection:
    return page(ctx, returned.reverse_fulfillment_orders, args)


@RESOLVERS.field("Return", "refunds")
def refunds(returned: Return, ctx: Context, **args: Any) -> Connection:
    return page(ctx, [one for one in order(returned, ctx).refunds if one.return_id == returned.id], args)


@RESOLVERS.field("ReturnLineItem", "fulfillmentLineItem")
def of_fulfillment_line(line: ReturnLine, ctx: Context) -> FulfillmentLine | None:
    return fulfillment_line(ctx, line.fulfillment_line_id)


@RESOLVERS.field("ReturnLineItem", "returnReason")
def reason(line: ReturnLine, ctx: Context) -> str:
    return line.reason


@RESOLVERS.field("ReturnLineItem", "returnReasonNote")
def reason_note(line: ReturnLine, ctx: Context) -> str:
    return line.reason_note


@RESOLVERS.field("ReturnLineItem", "returnReasonDefinition")
def reason_definition(line: ReturnLine, ctx: Context) -> dict[str, Any] | None:
    if line.reason_handle is None:
        return None
    gid = make_gid("ReturnReasonDefinition", line.reason_handle)
    return {"id": gid, "handle": line.reason_handle, "name": line.reason_name or line.reason_handle, "deleted": False}


@RESOLVERS.field("ReturnLineItem", "refundableQuantity")
def refundable_quantity(line: ReturnLine, ctx: Context) -> int:
    return line.quantity - line.refunded_quantity
