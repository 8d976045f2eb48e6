"""Takes units off an order before they are handed over."""

from sandbox.rules.stock import release, take_back
from sandbox.state.records import FulfillmentOrder, LineItem, Order
from sandbox.state.statuses import WAITING
from sandbox.state.store import Store

Taken = list[tuple[int, int]]  # location and units


def withdraw(
    store: Store, order: Order, line: LineItem, units: int, *, restock: bool, location_id: int | None = None
) -> Taken:
    """Takes `units` unfulfilled ones off the line, the last opened first.

    With `restock` they go on sale again where they were promised, or at `location_id`.
    """
    taken: Taken = []
    for work in reversed(order.fulfillment_orders):
        for part in work.lines if work.status in WAITING else ():
            count = min(units, part.remaining_quantity) if part.line_item_id == line.id else 0
            if not count:
                continue
            part.total_quantity -= count
            part.remaining_quantity -= count
            units -= count
            elsewhere = restock and location_id is not None and location_id != work.location_id
            release(store, line, work.location_id, count, restock=restock and not elsewhere)
            if elsewhere and location_id is not None:
                take_back(store, line, location_id, count)
            taken.append((work.location_id, count))
        close_if_done(store, work)
    line.removed += sum(count for _, count in taken)
    return taken


def close_if_done(store: Store, work: FulfillmentOrder) -> None:
    """Closes a fulfillment order with nothing left; its holds fall."""
    if work.status in WAITING and not any(part.remaining_quantity for part in work.lines):
        work.status, work.holds = "CLOSED", []
        work.updated_at = store.clock.now()
