"""Makes the payments that an order's financial status implies."""

from datetime import datetime
from decimal import Decimal

from sandbox.files.row import Row
from sandbox.state import totals
from sandbox.state.base import ZERO
from sandbox.state.records import Order, Refund, Transaction
from sandbox.state.store import Store

_STATUSES = ("pending", "authorized", "paid", "partially_paid", "partially_refunded", "refunded", "voided", "expired")


def payments(store: Store, order: Order, row: Row) -> None:
    """Makes transactions that give the row's status, and a refund if any.

    The refund is money without lines: the file doesn't say which units came back.
    """
    status = row.text("Financial Status").lower()
    if status not in _STATUSES:
        raise row.wrong("Financial Status", f"{status!r} is none of {', '.join(_STATUSES)}")
    at = row.moment("Paid at") or order.created_at
    if status in {"authorized", "voided", "expired"}:
        first = _add(store, order, row, "AUTHORIZATION", order.total_price, at=at)
        if status != "authorized":
            _add(store, order, row, "VOID", order.total_price, at=at, parent=first)
    elif status == "pending":
        if row.text("Payment Method"):
            _add(store, order, row, "SALE", order.total_price, at=at, status="PENDING")
    else:
        owed = row.money("Outstanding Balance") if status == "partially_paid" else ZERO
        paid = _add(store, order, row, "SALE", order.total_price - owed, at=at)
        _refund(store, order, row, paid)


def _refund(store: Store, order: Order, row: Row, paid: Transaction | None) -> None:
    amount, at = row.money("Refunded Amount"), row.moment("Cancelled at") or order.created_at
    if amount > order.total_received:
        raise row.wrong("Refunded Amount", f"{amount} is more than the {order.total_received} that was paid")
    back = _add(store, order, row, "REFUND", amount, at=at, parent=paid)
    if back is not None:
        order.refunds.append(
            Refund(id=store.next_id("Refund"), created_at=at, updated_at=at, transaction_ids=[back.id])
        )
        totals.refresh(order)


def _add(
    store: Store,
    order: Order,
    row: Row,
    kind: str,
    amount: Decimal,
    *,
    at: datetime,
    status: str = "SUCCESS",
    parent: Transaction | None = None,
) -> Transaction | None:
    """Adds a transaction, unless there is nothing to pay."""
    if amount <= ZERO:
        return None
    made = Transaction(
        id=store.next_id("OrderTransaction"),
        kind=kind,
        status=status,
        gateway=row.text("Payment Method") or "manual",
        amount=amount,
        created_at=at,
        processed_at=at,
        parent_id=parent.id if parent else None,
        payment_id=row.text("Payment ID") or row.text("Payment Reference") or None,
    )
    order.transactions.append(made)
    totals.refresh(order)
    return made
