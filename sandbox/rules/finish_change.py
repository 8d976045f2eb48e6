"""Finishes a change to an order: totals, stamp, indexes, topics."""

from sandbox.state import totals
from sandbox.state.records import Order, Transaction
from sandbox.state.store import Store

_PAID = {"PAID": "orders/paid"}
_SHIPPED = {"FULFILLED": "orders/fulfilled", "PARTIALLY_FULFILLED": "orders/partially_fulfilled"}


def finish(store: Store, order: Order, *topics: str) -> Order:
    """Announces `topics`, orders/updated, then the new statuses' topics.

    These are orders/paid and orders/fulfilled.
    """
    paid, shipped = order.display_financial_status, order.display_fulfillment_status
    totals.refresh(order)
    store.touch(order)
    store.indexes.parts_changed(order)
    due = [*topics, "orders/updated"]
    if order.display_financial_status != paid:
        due += [topic for status, topic in _PAID.items() if status == order.display_financial_status]
    if order.display_fulfillment_status != shipped:
        due += [topic for status, topic in _SHIPPED.items() if status == order.display_fulfillment_status]
    for topic in due:
        store.announce(topic, order)
    return order


def announce_transactions(store: Store, order: Order, transactions: list[Transaction]) -> None:
    for transaction in transactions:
        store.announce("order_transactions/create", transaction, order=order)
