"""Reads the three statuses of an order off its parts."""

from sandbox.state.base import ZERO
from sandbox.state.order_records import Order

# Fulfillment orders that still wait to be shipped.
WAITING = ("OPEN", "IN_PROGRESS", "SCHEDULED", "ON_HOLD", "INCOMPLETE")
_SHOWN_WHEN_ALL = ("ON_HOLD", "SCHEDULED")


def financial(order: Order) -> str:
    """Reads displayFinancialStatus off the kept totals and the transactions."""
    if order.total_refunded > ZERO:
        return "REFUNDED" if order.total_refunded >= order.total_received else "PARTIALLY_REFUNDED"
    if order.total_received > ZERO:
        return "PAID" if order.total_received >= order.current_total_price else "PARTIALLY_PAID"
    return _before_payment(order)


def _before_payment(order: Order) -> str:
    done = [part.kind for part in order.transactions if part.status == "SUCCESS"]
    if order.cancelled_at is not None or "VOID" in done:
        return "VOIDED"
    if "AUTHORIZATION" in done:
        return "AUTHORIZED"
    return "PAID" if order.current_total_price == ZERO else "PENDING"


def fulfillment(order: Order) -> str:
    """Reads displayFulfillmentStatus; units taken off count neither way."""
    fulfilled = sum(line.fulfilled for line in order.line_items)
    unfulfilled = sum(line.unfulfilled_quantity for line in order.line_items)
    if not unfulfilled:
        return "FULFILLED" if fulfilled else "UNFULFILLED"
    waiting = {part.status for part in order.fulfillment_orders if part.status in WAITING}
    for status in _SHOWN_WHEN_ALL:
        if waiting == {status}:
            return status
    if fulfilled:
        return "PARTIALLY_FULFILLED"
    return "IN_PROGRESS" if waiting == {"IN_PROGRESS"} else "UNFULFILLED"


def returns(order: Order) -> str:
    """Reads returnStatus; a declined or canceled return does not count."""
    states = {part.status for part in order.returns}
    if "OPEN" in states:
        lines = [line for part in order.returns if part.status == "OPEN" for line in part.lines]
        return "IN_PROGRESS" if any(line.unprocessed_quantity for line in lines) else "INSPECTION_COMPLETE"
    if "REQUESTED" in states:
        return "RETURN_REQUESTED"
    return "RETURNED" if "CLOSED" in states else "NO_RETURN"
