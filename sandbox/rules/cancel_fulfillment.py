"""Takes back a fulfillment before its goods have left."""

from sandbox.rules.errors import Refused
from sandbox.rules.finish_change import finish
from sandbox.rules.lock import change
from sandbox.rules.routing import open_work
from sandbox.rules.stock import move
from sandbox.state.records import Fulfillment, Order
from sandbox.state.store import Store
from sandbox.state.timestamps import later_than


@change
def cancel_fulfillment(store: Store, order: Order, fulfillment: Fulfillment) -> Fulfillment:
    """Has its units shipped again, by a fulfillment order of their own.

    The location stays the same.
    """
    if fulfillment.status != "SUCCESS":
        raise Refused("Fulfillment is already cancelled", None, ["id"])
    units = [(line, part.quantity) for part in fulfillment.lines if (line := order.line(part.line_item_id))]
    if any(line.fulfilled - line.returned < count for line, count in units):
        raise Refused("Fulfillment has returned items and cannot be cancelled", None, ["id"])
    fulfillment.status, fulfillment.display_status = "CANCELLED", "CANCELED"
    fulfillment.updated_at = later_than(fulfillment.updated_at, store.clock.now())
    open_work(store, order, fulfillment.location_id, units)
    for line, count in units:
        line.fulfilled -= count
        move(store, line.variant_id, fulfillment.location_id, committed=count)
    finish(store, order)
    store.announce("fulfillments/update", fulfillment, order=order)
    return fulfillment
