"""Ships and calls off the goods that an order file says."""

from datetime import datetime

from sandbox.builders.fulfillment import add_fulfillment_order, hand_over, withdraw
from sandbox.files.row import Row
from sandbox.state import totals
from sandbox.state.records import Order
from sandbox.state.store import Store

_STATUSES = ("unfulfilled", "partial", "fulfilled", "restocked", "pending", "on_hold", "scheduled", "in_progress")


def goods(store: Store, order: Order, rows: list[Row], location_id: int) -> None:
    """Ships lines marked fulfilled, and one unit of each marked partial.

    The file has no number for those. Lines marked restocked were called off; so is all the rest of a cancelled order.
    """
    method = "RETAIL" if order.retail_location_id else "SHIPPING"
    ships = [line for line in order.line_items if line.requires_shipping]
    others = [line for line in order.line_items if not line.requires_shipping]
    add_fulfillment_order(store, order, ships, location_id, method)
    add_fulfillment_order(store, order, others, location_id, "NONE")
    fulfilled = rows[0].moment("Fulfilled at") or order.created_at
    units = _units(order, rows)
    for work in order.fulfillment_orders:
        wanted = {part.line_item_id: units[part.line_item_id] for part in work.lines if units[part.line_item_id]}
        if wanted:
            hand_over(store, order, work, units=wanted, at=fulfilled, tracking=None)
    _call_off(store, order, rows)
    totals.refresh(order)
    if order.cancelled_at is None and order.display_fulfillment_status == "FULFILLED" and order.total_outstanding <= 0:
        order.closed_at = fulfilled  # Shopify archives what is paid and fulfilled
    order.updated_at = max([order.created_at, *_moments(order)])


def _units(order: Order, rows: list[Row]) -> dict[int, int]:
    """Counts the units to hand over, by line."""
    found = {}
    whole = rows[0].text("Fulfillment Status").lower() == "fulfilled"
    for line, row in zip(order.line_items, rows, strict=True):
        status = row.text("Lineitem fulfillment status").lower()
        if status not in _STATUSES:
            raise row.wrong(
                "Lineitem fulfillment status", f"{status!r} is none of {', '.join(filter(None, _STATUSES))}"
            )
        counts = {"fulfilled": line.quantity, "partial": 1, "": line.quantity if whole else 0}
        found[line.id] = counts.get(status, 0)
    return found


def _call_off(store: Store, order: Order, rows: list[Row]) -> None:
    cancelled = order.cancelled_at
    for line, row in zip(order.line_items, rows, strict=True):
        if cancelled or row.text("Lineitem fulfillment status").lower() == "restocked":
            status = "CANCELLED" if cancelled else "CLOSED"
            at = cancelled or order.created_at
            withdraw(store, order, line, units=line.unfulfilled_quantity, at=at, status=status)


def _moments(order: Order) -> list[datetime]:
    ends = [moment for moment in (order.cancelled_at, order.closed_at) if moment]
    shipped = [part.created_at for part in order.fulfillments]
    return [*ends, *shipped, *(part.created_at for part in order.transactions)]
