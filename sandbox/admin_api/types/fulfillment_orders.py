"""Resolves fulfillment orders: what one location is to ship of an order."""

from typing import Any

from sandbox.admin_api.types.nodes import part_of
from sandbox.admin_api.types.visible_orders import order_filter
from sandbox.graphql.connections import Connection, page
from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import Resolvers
from sandbox.graphql.root_lists import listed
from sandbox.state.records import FulfillmentHold, FulfillmentOrder, Order, make_gid

RESOLVERS = Resolvers()
_ENDED = ("CLOSED", "CANCELLED", "INCOMPLETE")
# What may be done in each status, as Shopify lists it.
_ACTIONS = {
    "OPEN": ("CREATE_FULFILLMENT", "REPORT_PROGRESS", "MOVE", "HOLD"),
    "IN_PROGRESS": ("CREATE_FULFILLMENT", "MARK_AS_OPEN", "HOLD"),
    "SCHEDULED": ("MARK_AS_OPEN", "MOVE", "HOLD"),
    "ON_HOLD": ("RELEASE_HOLD", "HOLD", "MOVE"),
}


@RESOLVERS.root("fulfillmentOrder")
def fulfillment_order(ctx: Context, id: str) -> Any:
    return part_of(ctx, id, FulfillmentOrder)


@RESOLVERS.root("fulfillmentOrders")
def fulfillment_orders(ctx: Context, include_closed: bool = False, **args: Any) -> Connection:
    seen = order_filter(ctx)

    def keep(one: FulfillmentOrder) -> bool:
        return (include_closed or one.status not in _ENDED) and (seen is None or seen(order(one, ctx)))

    return listed(ctx, "fulfillmentOrders", args, keep)


@RESOLVERS.field("FulfillmentOrder", "order")
def order(work: FulfillmentOrder, ctx: Context) -> Order:
    return ctx.store.orders[work.order_id]


@RESOLVERS.field("FulfillmentOrder", "orderId")
def order_id(work: FulfillmentOrder, ctx: Context) -> str:
    return make_gid("Order", work.order_id)


@RESOLVERS.field("FulfillmentOrder", "orderName")
def order_name(work: FulfillmentOrder, ctx: Context) -> str:
    return order(work, ctx).name


@RESOLVERS.field("FulfillmentOrder", "orderProcessedAt")
def order_processed_at(work: FulfillmentOrder, ctx: Context) -> Any:
    return order(work, ctx).processed_at


@RESOLVERS.field("FulfillmentOrder", "deliveryMethod")
def delivery_method(work: FulfillmentOrder, ctx: Context) -> dict[str, Any]:
    return {"id": make_gid("DeliveryMethod", work.id), "method_type": work.method_type}


@RESOLVERS.field("FulfillmentOrder", "assignedLocation")
def assigned_location(work: FulfillmentOrder, ctx: Context) -> dict[str, Any]:
    """Reads the present name and address; Shopify keeps the old ones."""
    location = ctx.store.locations[work.location_id]
    address = {name: getattr(location.address, name) for name in ("address1", "address2", "city", "phone", "zip")}
    places = {"province": location.address.province, "country_code": location.address.country_code}
    return {"name": location.name, "location": location, **address, **places}


@RESOLVERS.field("FulfillmentOrder", "supportedActions")
def supported_actions(work: FulfillmentOrder, ctx: Context) -> list[dict[str, Any]]:
    actions = list(_ACTIONS.get(work.status, ()))
    if work.status == "OPEN" and sum(line.remaining_quantity for line in work.lines) > 1:
        actions.append("SPLIT")
    return [{"action": action, "external_url": None} for action in actions]


@RESOLVERS.field("FulfillmentOrder", "fulfillmentHolds")
def holds(work: FulfillmentOrder, ctx: Context) -> list[FulfillmentHold]:
    return work.holds


@RESOLVERS.field("FulfillmentOrder", "lineItems")
def lines(work: FulfillmentOrder, ctx: Context, **args: Any) -> Connection:
    return page(ctx, work.lines, args)


@RESOLVERS.field("FulfillmentHold", "displayReason")
def display_reason(hold: FulfillmentHold, ctx: Context) -> str:
    return hold.reason.replace("_", " ").capitalize()


@RESOLVERS.field("FulfillmentHold", "heldByRequestingApp")
def held_by_requesting_app(hold: FulfillmentHold, ctx: Context) -> bool:
    return hold.app_id == ctx.caller.app_id
