"""Refunds goods that a customer has sent back."""

from collections.abc import Mapping
from decimal import Decimal

from sandbox.rules.errors import Refused
from sandbox.rules.lock import change
from sandbox.rules.refund_records import new_refund, refund_line, refundable
from sandbox.rules.refunds import close_refund
from sandbox.state.base import ZERO, money
from sandbox.state.records import Order, Refund, Return, ReturnLine
from sandbox.state.store import Store
from sandbox.state.timestamps import later_than


@change
def refund_return(
    store: Store, order: Order, given: Return, quantities: Mapping[int, int], *, amount: Decimal | None = None
) -> Refund:
    """Refunds units of a return, by its lines' numbers.

    Stock was moved by their disposition, not by this. `amount`: by default the price of the units, as far as it was
    paid.
    """
    chosen = _choose(given, quantities)
    made = new_refund(store, note=None, return_id=given.id)
    for line, units in chosen:
        item = order.line(line.line_item_id)
        if item is None or units > item.fulfilled - item.returned:
            raise Refused("Quantity cannot refund more items than were purchased", "INVALID", ["returnRefundLineItems"])
        place = _restocked_at(given, line)
        kind = "RETURN" if place is not None else "NO_RESTOCK"
        made.lines.append(refund_line(store, item, units, kind, place))
    left = refundable(order)
    price = sum((line.subtotal + line.total_tax for line in made.lines), ZERO)
    sum_back = min(price, left) if amount is None else money(amount)
    if not ZERO <= sum_back <= left:
        raise Refused(f"Refund amount {sum_back} is more than the {left} that can be refunded", "INVALID", ["amount"])
    for line, units in chosen:
        line.refunded_quantity += units
        line.processed_quantity = max(line.processed_quantity, line.refunded_quantity)
        item = order.line(line.line_item_id)
        if item is not None:
            item.returned += units
    given.updated_at = later_than(given.updated_at, store.clock.now())
    close_refund(store, order, made, sum_back)
    store.announce("returns/update", given, order=order)
    return made


def _choose(given: Return, quantities: Mapping[int, int]) -> list[tuple[ReturnLine, int]]:
    if given.status not in ("OPEN", "CLOSED"):
        raise Refused("Return status is invalid.", "INVALID_STATE", ["returnId"])
    lines = {line.id: line for line in given.lines}
    chosen = []
    for number, units in quantities.items():
        if number not in lines:
            raise Refused("Return line item does not exist", "NOT_FOUND", ["returnRefundLineItems"])
        if not 0 < units <= lines[number].quantity - lines[number].refunded_quantity:
            raise Refused("Quantity is not available to refund", "INVALID", ["returnRefundLineItems", "quantity"])
        chosen.append((lines[number], units))
    if not chosen:
        raise Refused("Return refund must have at least one line item", "INVALID", ["returnRefundLineItems"])
    return chosen


def _restocked_at(given: Return, line: ReturnLine) -> int | None:
    """Finds where units of the line went on sale again."""
    for reverse in given.reverse_fulfillment_orders:
        for part in reverse.lines:
            if part.fulfillment_line_id == line.fulfillment_line_id:
                for disposition in reversed(part.dispositions):
                    if disposition.type == "RESTOCKED":
                        return disposition.location_id
    return None
