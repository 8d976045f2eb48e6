"""Chooses the units of fulfillment orders to ship together."""

from collections.abc import Mapping, Sequence

from sandbox.rules.errors import Refused
from sandbox.state.records import FulfillmentOrder, FulfillmentOrderLine, LineItem, Order

# What to ship of one fulfillment order: units by the number of its lines; None means all that remains.
Wanted = Mapping[int, int] | None
Chosen = list[tuple[FulfillmentOrder, FulfillmentOrderLine, int]]


def choose(order: Order, wanted: Sequence[tuple[FulfillmentOrder, Wanted]]) -> Chosen:
    if not wanted:
        raise Refused("Line items by fulfillment order can't be blank", None, ["lineItemsByFulfillmentOrder"])
    if any(work.order_id != order.id for work, _ in wanted):
        raise Refused("All fulfillment orders must belong to the same order.")
    if len({work.location_id for work, _ in wanted}) > 1:
        raise Refused("All fulfillment orders must be assigned to the same location.")
    chosen: Chosen = []
    for work, units in wanted:
        if work.status not in ("OPEN", "IN_PROGRESS"):
            raise Refused(f"Fulfillment order {work.id} has an unfulfillable status= {work.status.lower()}.")
        chosen += _of_work(work, units)
    if not chosen:
        raise Refused("Fulfillment must have at least one line item.")
    return chosen


def _of_work(work: FulfillmentOrder, units: Wanted) -> Chosen:
    lines = {part.id: part for part in work.lines}
    asked = units if units is not None else {part.id: part.remaining_quantity for part in work.lines}
    for number, count in asked.items():
        if number not in lines:
            raise Refused("Fulfillment order line item does not exist.")
        if count < 0 or (units is not None and count == 0):
            raise Refused("Quantity must be greater than 0.")
        if count > lines[number].remaining_quantity:
            raise Refused("Invalid fulfillment order line item quantity requested.")
    return [(work, lines[number], count) for number, count in asked.items() if count]


def line_of_part(order: Order, part: FulfillmentOrderLine) -> LineItem:
    line = order.line(part.line_item_id)
    if line is None:
        raise Refused("Line item does not exist.")
    return line
