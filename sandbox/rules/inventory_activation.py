"""Activates and deactivates an item's stock at a location."""

from sandbox.rules.errors import Refused
from sandbox.rules.inventory_checks import check_range
from sandbox.rules.lock import change
from sandbox.rules.stock import level_at, level_changed
from sandbox.state.records import InventoryItem, InventoryLevel, Location
from sandbox.state.store import Store


@change
def activate(store: Store, item: InventoryItem, location: Location, available: int | None = None) -> InventoryLevel:
    """Stocks the item at the location, by default with 0 units.

    Announces inventory_levels/connect.
    """
    level = store.level(item.id, location.id)
    if not location.is_active:
        raise Refused("The location is not active.", None, ["locationId"])
    if level is not None and level.is_active:
        if available is not None:
            message = "Not allowed to set available quantity when the item is already active at the location."
            raise Refused(message, None, ["available"])
        return level
    check_range(available or 0, ["available"])
    level = level_at(store, item, location.id)
    level.available = available or 0
    level_changed(store, level)
    return level


@change
def deactivate(store: Store, level: InventoryLevel) -> InventoryLevel:
    """Ends the stock there; refused while units are promised or expected.

    Announces inventory_levels/disconnect.
    """
    if level.committed or level.incoming or level.reserved:
        raise Refused("The inventory item has committed, incoming or reserved quantities at the location.")
    level.is_active, level.available = False, 0
    level_changed(store, level)
    store.announce("inventory_levels/disconnect", level)
    return level
