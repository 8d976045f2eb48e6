"""Cancels an order: nothing of it will be shipped."""

from sandbox.rules.captures import open_authorizations, uncaptured
from sandbox.rules.errors import Refused
from sandbox.rules.finish_change import announce_transactions, finish
from sandbox.rules.lock import change
from sandbox.rules.refund_records import give_back, new_refund, refund_line, refundable
from sandbox.rules.transactions import new_transaction
from sandbox.rules.withdraw_units import withdraw
from sandbox.state.base import ZERO
from sandbox.state.records import Order, Refund
from sandbox.state.statuses import WAITING
from sandbox.state.store import Store

REASONS = ("CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "OTHER", "STAFF")


@change
def cancel_order(
    store: Store, order: Order, *, reason: str, restock: bool, refund: bool, staff_note: str = ""
) -> Order:
    """Takes every unit off and voids; with `refund` gives all money back.

    Announces orders/cancelled, and refunds/create when a refund was made. It cannot be undone.
    """
    check_cancellable(store, order, reason=reason, restock=restock)
    made = _take_off(store, order, restock=restock)
    if refund:
        made.transaction_ids = [part.id for part in give_back(store, order, refundable(order))]
        made.shipping_amount = sum((line.discounted_price for line in order.shipping_lines), ZERO) - sum(
            (earlier.shipping_amount for earlier in order.refunds), ZERO
        )
    voided = [
        new_transaction(store, order, "VOID", uncaptured(order, part), part.gateway, parent_id=part.id)
        for part in open_authorizations(order)
    ]
    if made.lines or made.transaction_ids:
        order.refunds.append(made)
    now = store.clock.now()
    order.cancelled_at, order.closed_at = now, now
    order.cancel_reason, order.cancel_staff_note = reason, staff_note or None
    ids = {*made.transaction_ids}
    announce_transactions(store, order, [*(part for part in order.transactions if part.id in ids), *voided])
    finish(store, order, "orders/cancelled")
    if made.lines or made.transaction_ids:
        store.announce("refunds/create", made, order=order)
    return order


def check_cancellable(store: Store, order: Order, *, reason: str, restock: bool) -> None:
    """Raises Refused when cancel_order would."""
    if reason not in REASONS:
        raise Refused(f"Reason must be one of {', '.join(REASONS)}", "INVALID", ["reason"])
    if order.cancelled_at is not None:
        raise Refused("Cannot cancel an order that has already been canceled", "INVALID", ["orderId"])
    if any(line.fulfilled > line.returned for line in order.line_items):
        raise Refused("Cannot cancel an order that has outstanding fulfillments", "INVALID", ["orderId"])
    if any(part.status in ("OPEN", "REQUESTED") for part in order.returns):
        raise Refused("Cannot cancel an order that has open returns", "INVALID", ["orderId"])
    places = {work.location_id for work in order.fulfillment_orders if work.status in WAITING}
    inactive = [place for place in sorted(places) if not store.locations[place].is_active]
    if restock and inactive:
        name = store.locations[inactive[0]].name
        raise Refused(f"Cannot restock items at the deactivated location {name}", "INVALID", ["restock"])


def _take_off(store: Store, order: Order, *, restock: bool) -> Refund:
    made = new_refund(store, note=None)
    for line in order.line_items:
        for place, units in withdraw(store, order, line, line.unfulfilled_quantity, restock=restock):
            kind = "CANCEL" if restock else "NO_RESTOCK"
            made.lines.append(refund_line(store, line, units, kind, place if restock else None))
    return made
