"""Moves units of a fulfillment order to another location.

Their promise of stock moves with them.
"""

from collections.abc import Mapping

from sandbox.rules.errors import Refused
from sandbox.rules.finish_change import finish
from sandbox.rules.lock import change
from sandbox.rules.routing import open_work
from sandbox.rules.stock import item_of, promise, release
from sandbox.rules.withdraw_units import close_if_done
from sandbox.state.base import Record
from sandbox.state.records import FulfillmentOrder, FulfillmentOrderLine, LineItem, Location, Order
from sandbox.state.store import Store
from sandbox.state.timestamps import later_than

_WRONG_UNITS = "Invalid fulfillment order line item quantity requested."


class Moved(Record, kw_only=True):
    """Names the orders: `moved` is `original` when everything went.

    `remaining` is None then.
    """

    original: FulfillmentOrder
    moved: FulfillmentOrder
    remaining: FulfillmentOrder | None = None


@change
def move_fulfillment_order(
    store: Store, order: Order, work: FulfillmentOrder, place: Location, units: Mapping[int, int] | None = None
) -> Moved:
    """Moves `units` by line number; None moves all that remain."""
    chosen = _choose(store, work, place, units)
    for _, line, count in chosen:
        release(store, line, work.location_id, count, restock=True)
        promise(store, line, place.id, count)
    result = _whole(work, place) if _is_whole(work, chosen) else _split(store, order, work, place, chosen)
    work.updated_at = later_than(work.updated_at, store.clock.now())
    finish(store, order)
    store.announce("fulfillment_orders/moved", result.moved, order=order, original=result.original)
    return result


Chosen = list[tuple[FulfillmentOrderLine, LineItem, int]]


def _choose(store: Store, work: FulfillmentOrder, place: Location, units: Mapping[int, int] | None) -> Chosen:
    if work.status not in ("OPEN", "IN_PROGRESS", "SCHEDULED", "ON_HOLD"):
        raise Refused("Cannot change location.")
    if not place.is_active:
        raise Refused("The location is not active.", None, ["newLocationId"])
    if place.id == work.location_id:
        raise Refused("The fulfillment order is already assigned to this location.", None, ["newLocationId"])
    asked = units or {part.id: part.remaining_quantity for part in work.lines if part.remaining_quantity}
    lines = {part.id: part for part in work.lines}
    chosen: Chosen = []
    for number, count in asked.items():
        part = lines.get(number)
        if part is None or not 0 < count <= part.remaining_quantity:
            raise Refused(
                "Invalid fulfillment order line item quantity requested.", None, ["fulfillmentOrderLineItems"]
            )
        line = store.orders[work.order_id].line(part.line_item_id)
        if line is None or not _stocked(store, line, place):
            raise Refused("Not stocked at the new location.", None, ["newLocationId"])
        chosen.append((part, line, count))
    return chosen


def _stocked(store: Store, line: LineItem, place: Location) -> bool:
    item = item_of(store, line.variant_id)
    if item is None or not item.tracked:
        return True
    level = store.level(item.id, place.id)
    return level is not None and level.is_active


def _is_whole(work: FulfillmentOrder, chosen: Chosen) -> bool:
    moved = sum(count for _, _, count in chosen)
    return moved == sum(part.total_quantity for part in work.lines)


def _whole(work: FulfillmentOrder, place: Location) -> Moved:
    work.location_id = place.id
    return Moved(original=work, moved=work)


def _split(store: Store, order: Order, work: FulfillmentOrder, place: Location, chosen: Chosen) -> Moved:
    """Puts what goes into its own fulfillment order; the rest stays."""
    for part, _, count in chosen:
        part.total_quantity -= count
        part.remaining_quantity -= count
    made = open_work(store, order, place.id, [(line, count) for _, line, count in chosen], method=work.method_type)
    close_if_done(store, work)
    return Moved(original=work, moved=made, remaining=None if work.status == "CLOSED" else work)
