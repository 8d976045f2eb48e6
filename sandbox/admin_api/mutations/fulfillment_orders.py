"""Resolves fulfillmentOrderMove, fulfillmentOrderHold and fulfillmentOrderReleaseHold."""

from typing import Any

from sandbox.admin_api.mutations.arguments import fulfillment_order_asked, refused, refusing, units_of
from sandbox.admin_api.types.nodes import number_of, record_of
from sandbox.graphql.context import Context
from sandbox.graphql.errors import unsupported
from sandbox.graphql.resolvers import Resolvers
from sandbox.rules.fulfillment_holds import hold_fulfillment_order, release_holds
from sandbox.rules.fulfillment_moves import move_fulfillment_order
from sandbox.state.records import Location

RESOLVERS = Resolvers()
_GONE = "Fulfillment order does not exist."


@RESOLVERS.mutation("fulfillmentOrderMove")
def fulfillment_order_move(
    ctx: Context, id: str, new_location_id: str, fulfillment_order_line_items: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    order, work = fulfillment_order_asked(ctx, id, refused(_GONE, ["id"]))
    place = record_of(ctx, new_location_id, Location)
    if place is None:
        raise refused("Location does not exist.", ["newLocationId"])
    with refusing():
        result = move_fulfillment_order(ctx.store, order, work, place, units_of(fulfillment_order_line_items))
    return {
        "moved_fulfillment_order": result.moved,
        "original_fulfillment_order": result.original,
        "remaining_fulfillment_order": result.remaining,
    }


@RESOLVERS.mutation("fulfillmentOrderHold")
def fulfillment_order_hold(ctx: Context, id: str, fulfillment_hold: dict[str, Any]) -> dict[str, Any]:
    gone = refused("The fulfillment order could not be found.", ["id"], "FULFILLMENT_ORDER_NOT_FOUND")
    order, work = fulfillment_order_asked(ctx, id, gone)
    if fulfillment_hold.get("external_id"):
        raise unsupported("externalId of a fulfillment hold")
    with refusing():
        done = hold_fulfillment_order(
            ctx.store,
            order,
            work,
            reason=fulfillment_hold["reason"],
            notes=fulfillment_hold.get("reason_notes"),
            handle=fulfillment_hold.get("handle") or "",
            app_id=ctx.caller.app_id,
            units=units_of(fulfillment_hold.get("fulfillment_order_line_items")),
        )
    return {
        "fulfillment_hold": done.hold,
        "fulfillment_order": done.work,
        "remaining_fulfillment_order": done.remaining,
    }


@RESOLVERS.mutation("fulfillmentOrderReleaseHold")
def fulfillment_order_release_hold(
    ctx: Context, id: str, hold_ids: list[str] | None = None, external_id: str | None = None
) -> dict[str, Any]:
    """Releases these holds, all without `hold_ids`."""
    gone = refused("The fulfillment order could not be found.", ["id"], "FULFILLMENT_ORDER_NOT_FOUND")
    order, work = fulfillment_order_asked(ctx, id, gone)
    if external_id:
        raise unsupported("externalId of a fulfillment hold")
    numbers = [number_of(gid, "FulfillmentHold") for gid in hold_ids] if hold_ids else None
    with refusing():
        return {"fulfillment_order": release_holds(ctx.store, order, work, numbers)}
