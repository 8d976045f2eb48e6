"""Takes in returned goods and notes what became of each unit."""

from sandbox.rules.errors import Refused
from sandbox.rules.finish_change import finish
from sandbox.rules.lock import change
from sandbox.rules.stock import take_back
from sandbox.state.records import Disposition, Order, Return, ReverseLine
from sandbox.state.store import Store
from sandbox.state.timestamps import later_than

DISPOSITIONS = ("MISSING", "NOT_RESTOCKED", "PROCESSING_REQUIRED", "RESTOCKED")


@change
def dispose(
    store: Store, order: Order, given: Return, line: ReverseLine, quantity: int, *, type: str, location_id: int | None
) -> Disposition:
    """Takes in units; RESTOCKED ones go on sale at the location.

    With the last unit the reverse fulfillment order is closed. Announces reverse_fulfillment_orders/dispose and
    returns/process.
    """
    _check_disposal(store, given, line, quantity, type=type, location_id=location_id)
    now = store.clock.now()
    made = Disposition(
        id=store.next_id("ReverseFulfillmentOrderDisposition"),
        type=type,
        quantity=quantity,
        location_id=location_id,
        created_at=now,
    )
    line.dispositions.append(made)
    for part in given.lines:
        if part.fulfillment_line_id == line.fulfillment_line_id:
            part.processed_quantity = max(part.processed_quantity, line.total_quantity - line.remaining_quantity)
    item = order.line(line.line_item_id)
    if type == "RESTOCKED" and item is not None and location_id is not None:
        take_back(store, item, location_id, quantity)
    for reverse in given.reverse_fulfillment_orders:
        if not any(part.remaining_quantity for part in reverse.lines):
            reverse.status = "CLOSED"
    given.updated_at = later_than(given.updated_at, now)
    finish(store, order)
    store.announce("reverse_fulfillment_orders/dispose", given, order=order, line=line)
    store.announce("returns/process", given, order=order)
    return made


def _check_disposal(
    store: Store, given: Return, line: ReverseLine, quantity: int, *, type: str, location_id: int | None
) -> None:
    if given.status != "OPEN":
        raise Refused("Return status is invalid.", "INVALID_STATE", ["id"])
    if type not in DISPOSITIONS:
        raise Refused(f"Disposition type must be one of {', '.join(DISPOSITIONS)}", "INVALID", ["dispositionType"])
    if not 0 < quantity <= line.remaining_quantity:
        raise Refused("Quantity is more than remains to be disposed of", "INVALID", ["quantity"])
    place = store.locations.get(location_id) if location_id is not None else None
    if type == "RESTOCKED" and (place is None or not place.is_active):
        raise Refused("A restocked disposition needs an active location", "INVALID", ["locationId"])
