"""What must hold of a store whatever was done to it."""

from sandbox.state import totals
from sandbox.state.records import InventoryLevel, Order
from sandbox.state.statuses import WAITING
from sandbox.state.store import Store

KEPT = ("total_price", "current_total_price", "total_received", "total_refunded", "total_outstanding")
SHOWN = ("display_financial_status", "display_fulfillment_status", "return_status")


def check(store: Store) -> None:
    for order in store.orders.values():
        check_order(order)
    for level in store.levels.values():
        assert level.committed == promised(store, level), level


def check_order(order: Order) -> None:
    for line in order.line_items:
        assert line.current_quantity >= 0, line
        assert 0 <= line.returned <= line.fulfilled, line
        assert remaining(order, line.id) == line.unfulfilled_quantity >= 0, line
        sent = [part for made in order.fulfillments if made.status == "SUCCESS" for part in made.lines]
        shipped = [part.quantity for part in sent if part.line_item_id == line.id]
        assert sum(shipped) == line.fulfilled, line
        returned = [part.quantity for made in order.refunds for part in made.lines if part.line_item_id == line.id]
        assert sum(returned) <= line.removed + line.returned, line
    assert order.total_refunded <= order.total_received
    kept = [getattr(order, name) for name in (*KEPT, *SHOWN)]
    totals.refresh(order)
    assert kept == [getattr(order, name) for name in (*KEPT, *SHOWN)]


def remaining(order: Order, line_item_id: int) -> int:
    """Over all fulfillment orders that wait; those that don't have nothing left."""
    assert not any(
        part.remaining_quantity
        for work in order.fulfillment_orders
        if work.status not in WAITING
        for part in work.lines
    )
    return sum(
        part.remaining_quantity
        for work in order.fulfillment_orders
        for part in work.lines
        if part.line_item_id == line_item_id
    )


def promised(store: Store, level: InventoryLevel) -> int:
    """Units that waiting fulfillment orders at the level's location still need of its item."""
    item = store.inventory_items[level.inventory_item_id]
    return sum(
        part.remaining_quantity
        for order in store.orders.values()
        for work in order.fulfillment_orders
        if work.location_id == level.location_id
        for part in work.lines
        if part.variant_id == item.variant_id and item.tracked
    )
