"""Holds a fulfillment order until its last reason has gone."""

from collections.abc import Mapping, Sequence

from sandbox.rules.errors import Refused
from sandbox.rules.finish_change import finish
from sandbox.rules.lock import change
from sandbox.rules.routing import open_work
from sandbox.state.base import Record
from sandbox.state.records import FulfillmentHold, FulfillmentOrder, Order
from sandbox.state.store import Store
from sandbox.state.timestamps import later_than

MOST_HOLDS = 10
_TOO_MANY = (
    "The maximum number of fulfillment holds for this fulfillment order has been reached for this app. "
    "An app can only have up to 10 holds on a single fulfillment order at any one time."
)
_HANDLE_TAKEN = (
    "The handle provided for the fulfillment hold is already in use by this app for another hold on this "
    "fulfillment order."
)


class HoldResult(Record, kw_only=True):
    """Names the held fulfillment order and the `remaining`, unheld one."""

    hold: FulfillmentHold
    work: FulfillmentOrder
    remaining: FulfillmentOrder | None = None


@change
def hold_fulfillment_order(
    store: Store,
    order: Order,
    work: FulfillmentOrder,
    *,
    reason: str,
    notes: str | None = None,
    handle: str = "",
    app_id: str | None = None,
    units: Mapping[int, int] | None = None,
) -> HoldResult:
    """Holds the fulfillment order, or only `units` by line number.

    An app may hold up to ten times, each time under another handle; `app_id` None is the merchant. Announces
    fulfillment_orders/placed_on_hold.
    """
    _check(work, handle, app_id, units or {})
    remaining = _set_apart(store, order, work, units) if units else None
    hold = FulfillmentHold(
        id=store.next_id("FulfillmentHold"), reason=reason, reason_notes=notes, handle=handle, app_id=app_id
    )
    work.holds.append(hold)
    work.status = "ON_HOLD"
    work.updated_at = later_than(work.updated_at, store.clock.now())
    finish(store, order)
    store.announce("fulfillment_orders/placed_on_hold", work, order=order, hold=hold)
    return HoldResult(hold=hold, work=work, remaining=remaining)


@change
def release_holds(
    store: Store, order: Order, work: FulfillmentOrder, hold_ids: Sequence[int] | None = None
) -> FulfillmentOrder:
    """Releases those holds, or all; the last one opens it again.

    Announces fulfillment_orders/hold_released.
    """
    known = {hold.id for hold in work.holds}
    if hold_ids is not None and (unknown := [number for number in hold_ids if number not in known]):
        raise Refused(f"Fulfillment hold {unknown[0]} does not exist on this fulfillment order.", None, ["holdIds"])
    if not work.holds:
        raise Refused("The fulfillment order is not on hold.", None, ["id"])
    gone = known if hold_ids is None else set(hold_ids)
    work.holds = [hold for hold in work.holds if hold.id not in gone]
    if not work.holds:
        begun = any(part.remaining_quantity < part.total_quantity for part in work.lines)
        work.status = "IN_PROGRESS" if begun else "OPEN"
    work.updated_at = later_than(work.updated_at, store.clock.now())
    finish(store, order)
    if not work.holds:
        store.announce("fulfillment_orders/hold_released", work, order=order)
    return work


def _check(work: FulfillmentOrder, handle: str, app_id: str | None, units: Mapping[int, int]) -> None:
    if work.status not in ("OPEN", "IN_PROGRESS", "SCHEDULED", "ON_HOLD"):
        raise Refused("The fulfillment order is not in a holdable state.", None, ["id"])
    own = [hold for hold in work.holds if hold.app_id == app_id]
    if len(own) >= MOST_HOLDS:
        raise Refused(_TOO_MANY, "FULFILLMENT_ORDER_HOLD_LIMIT_REACHED", ["id"])
    if any(hold.handle == handle for hold in own):
        raise Refused(_HANDLE_TAKEN, "DUPLICATE_FULFILLMENT_HOLD_HANDLE", ["fulfillmentHold", "handle"])
    if units and work.holds:
        raise Refused("The fulfillment order is not in a splittable state.", "FULFILLMENT_ORDER_NOT_SPLITTABLE", ["id"])
    lines = {part.id: part for part in work.lines}
    for number, count in units.items():
        if number not in lines or not 0 < count <= lines[number].remaining_quantity:
            field = ["fulfillmentHold", "fulfillmentOrderLineItems"]
            raise Refused("The line item quantity is invalid.", "INVALID_LINE_ITEM_QUANTITY", field)


def _set_apart(store: Store, order: Order, work: FulfillmentOrder, units: Mapping[int, int]) -> FulfillmentOrder | None:
    """Moves the unheld part into its own fulfillment order.

    The location is the same: no stock moves.
    """
    apart = []
    for part in work.lines:
        count = part.remaining_quantity - units.get(part.id, 0)
        line = order.line(part.line_item_id)
        if count and line is not None:
            part.total_quantity -= count
            part.remaining_quantity -= count
            apart.append((line, count))
    return open_work(store, order, work.location_id, apart, method=work.method_type) if apart else None
