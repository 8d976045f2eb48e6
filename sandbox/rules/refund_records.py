"""Builds a refund's lines and the transactions that pay it back."""

from decimal import Decimal

from sandbox.rules.transactions import new_transaction
from sandbox.state import totals
from sandbox.state.base import ZERO
from sandbox.state.records import LineItem, Order, Refund, RefundLine, Transaction
from sandbox.state.store import Store


def new_refund(store: Store, *, note: str | None, return_id: int | None = None) -> Refund:
    now = store.clock.now()
    return Refund(id=store.next_id("Refund"), created_at=now, updated_at=now, note=note, return_id=return_id)


def refund_line(store: Store, line: LineItem, units: int, restock_type: str, location_id: int | None) -> RefundLine:
    """Prices the units to the cent, as on the order."""
    return RefundLine(
        id=store.next_id("RefundLineItem"),
        line_item_id=line.id,
        quantity=units,
        restock_type=restock_type,
        restocked=restock_type != "NO_RESTOCK",
        location_id=location_id,
        subtotal=totals.line_subtotal(line, units),
        total_tax=totals.line_tax(line, units),
    )


def refundable(order: Order) -> Decimal:
    """Sums what was received and has not been given back."""
    return sum((left for _, left in _payments(order)), ZERO)


def give_back(store: Store, order: Order, amount: Decimal) -> list[Transaction]:
    """Makes REFUND transactions for `amount`, at most `refundable`.

    They are drawn on the payments in their order.
    """
    made = []
    for paid, left in _payments(order):
        part = min(amount, left)
        if part > ZERO:
            made.append(new_transaction(store, order, "REFUND", part, paid.gateway, parent_id=paid.id))
            amount -= part
    return made


def _payments(order: Order) -> list[tuple[Transaction, Decimal]]:
    """Lists payments with their rest; unnamed refunds burden the first."""
    paid = [part for part in order.transactions if part.kind in ("SALE", "CAPTURE") and part.status == "SUCCESS"]
    refunded: dict[int, Decimal] = {}
    known = {part.id for part in paid}
    for part in order.transactions:
        if part.kind == "REFUND" and part.status == "SUCCESS" and paid:
            parent = part.parent_id if part.parent_id in known else paid[0].id
            refunded[parent or 0] = refunded.get(parent or 0, ZERO) + part.amount
    return [(part, part.amount - refunded.get(part.id, ZERO)) for part in paid]
