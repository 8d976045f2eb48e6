"""Checks what a change of stock may say."""

from sandbox.rules.errors import Refused
from sandbox.state.base import Record
from sandbox.state.records import InventoryItem, Location
from sandbox.state.store import Store

HIGHEST = 1_000_000_000
REASONS = (
    "correction",
    "cycle_count_available",
    "damaged",
    "movement_created",
    "movement_updated",
    "movement_received",
    "movement_canceled",
    "other",
    "promotion",
    "quality_control",
    "received",
    "reservation_created",
    "reservation_deleted",
    "reservation_updated",
    "restock",
    "safety_stock",
    "shrinkage",
)


class Count(Record, kw_only=True):
    """Sets to `quantity`, or adjusts by it; `expected` must be there."""

    item: InventoryItem
    location: Location
    quantity: int
    expected: int | None = None


def check_reason(reason: str) -> None:
    if reason not in REASONS:
        raise Refused("The specified reason is invalid.", "INVALID_REASON", ["reason"])


def check_range(quantity: int, field: list[str]) -> None:
    if quantity > HIGHEST:
        message = "The total quantity can't be higher than 1,000,000,000."
        raise Refused(message, "INVALID_QUANTITY_TOO_HIGH", field)
    if quantity < -HIGHEST:
        message = "The total quantity can't be lower than -1,000,000,000."
        raise Refused(message, "INVALID_QUANTITY_TOO_LOW", field)


def check_stocked(store: Store, count: Count, name: str, field: list[str]) -> None:
    level = store.level(count.item.id, count.location.id)
    if level is None or not level.is_active:
        raise Refused("The specified inventory item is not stocked at the location.", None, [*field, "locationId"])
    if count.expected is not None and count.expected != level.quantity(name):
        message = "The changeFromQuantity argument no longer matches the persisted quantity."
        raise Refused(message, "CHANGE_FROM_QUANTITY_STALE", [*field, "changeFromQuantity"])
