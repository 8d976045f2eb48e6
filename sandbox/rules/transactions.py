"""Records movements of money on an order."""

from decimal import Decimal

from sandbox.rules.finish_change import announce_transactions, finish
from sandbox.state.records import Order, Transaction
from sandbox.state.store import Store


def new_transaction(
    store: Store, order: Order, kind: str, amount: Decimal, gateway: str, *, parent_id: int | None = None
) -> Transaction:
    """Adds to the order's record; the caller finishes the change."""
    now = store.clock.now()
    made = Transaction(
        id=store.next_id("OrderTransaction"),
        kind=kind,
        status="SUCCESS",
        gateway=gateway,
        amount=amount,
        created_at=now,
        processed_at=now,
        parent_id=parent_id,
        test=order.test,
    )
    order.transactions.append(made)
    return made


def take(
    store: Store,
    order: Order,
    kind: str,
    amount: Decimal,
    gateway: str,
    *,
    parent_id: int | None = None,
    status: str = "SUCCESS",
    error_code: str | None = None,
) -> Order:
    made = new_transaction(store, order, kind, amount, gateway, parent_id=parent_id)
    made.status, made.error_code = status, error_code
    announce_transactions(store, order, [made])
    return finish(store, order)
