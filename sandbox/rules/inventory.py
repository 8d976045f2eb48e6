"""Sets and adjusts counts of stock from outside.

A batch holds as a whole or not at all.
"""

from collections.abc import Sequence

from sandbox.rules.errors import Refused
from sandbox.rules.inventory_checks import Count, check_range, check_reason, check_stocked
from sandbox.rules.lock import change
from sandbox.rules.stock import level_changed
from sandbox.state.base import Record
from sandbox.state.records import InventoryLevel
from sandbox.state.store import Store

SETTABLE = ("available", "on_hand")
ADJUSTABLE = ("available", "damaged", "incoming", "quality_control", "reserved", "safety_stock")


class Counted(Record, kw_only=True):
    """Holds what became of one count."""

    level: InventoryLevel
    name: str
    delta: int
    after: int


@change
def set_quantities(store: Store, name: str, counts: Sequence[Count], *, reason: str = "correction") -> list[Counted]:
    """Sets the `name` (available or on_hand) of each count.

    Setting on_hand moves available by the difference. Announces inventory_levels/update for
    each level that changed.
    """
    check_reason(reason)
    if name not in SETTABLE:
        raise Refused("The quantity name must be either 'available' or 'on_hand'.", "INVALID_NAME", ["name"])
    pairs = [(count.item.id, count.location.id) for count in counts]
    for index, count in enumerate(counts):
        field = ["quantities", str(index)]
        if count.quantity < 0 and name == "on_hand":
            raise Refused("The quantity can't be negative.", "INVALID_QUANTITY_NEGATIVE", [*field, "quantity"])
        check_range(count.quantity, [*field, "quantity"])
        if pairs.index(pairs[index]) != index:
            message = "The combination of inventoryItemId and locationId must be unique."
            raise Refused(message, "NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR", [*field, "locationId"])
        check_stocked(store, count, name, field)
    return [_apply(store, count, name, count.quantity - _level(store, count).quantity(name)) for count in counts]


@change
def adjust_quantities(store: Store, name: str, counts: Sequence[Count], *, reason: str = "correction") -> list[Counted]:
    """Adjusts the `name`, one of ADJUSTABLE; on_hand follows from them."""
    check_reason(reason)
    if name not in ADJUSTABLE:
        raise Refused("The specified quantity name is invalid.", "INVALID_QUANTITY_NAME", ["name"])
    for index, count in enumerate(counts):
        field = ["changes", str(index)]
        check_stocked(store, count, name, field)
        check_range(_level(store, count).quantity(name) + count.quantity, [*field, "delta"])
    return [_apply(store, count, name, count.quantity) for count in counts]


def _level(store: Store, count: Count) -> InventoryLevel:
    level = store.level(count.item.id, count.location.id)
    if level is None or not level.is_active:
        raise Refused("The specified inventory item is not stocked at the location.")
    return level


def _apply(store: Store, count: Count, name: str, delta: int) -> Counted:
    """Applies a count; one of on_hand, a sum, goes to available."""
    level = _level(store, count)
    kept = "available" if name == "on_hand" else name
    setattr(level, kept, level.quantity(kept) + delta)
    if delta:
        level_changed(store, level)
    return Counted(level=level, name=name, delta=delta, after=level.quantity(name))
