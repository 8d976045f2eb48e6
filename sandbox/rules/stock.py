"""Moves units through the counts of an inventory level.

available -> committed when they are sold; out of committed (and so out of on_hand) when they are handed over;
committed -> available when a sale is undone. Untracked items are not counted.
"""

from sandbox.builders.products import add_level
from sandbox.state.records import InventoryItem, InventoryLevel, LineItem
from sandbox.state.store import Store
from sandbox.state.timestamps import later_than


def promise(store: Store, line: LineItem, location_id: int, units: int) -> None:
    """Commits what was available: it is sold."""
    move(store, line.variant_id, location_id, available=-units, committed=units)


def release(store: Store, line: LineItem, location_id: int, units: int, *, restock: bool) -> None:
    """Takes a sale back; without `restock` on_hand falls too."""
    move(store, line.variant_id, location_id, available=units if restock else 0, committed=-units)


def hand_out(store: Store, line: LineItem, location_id: int, units: int) -> None:
    move(store, line.variant_id, location_id, committed=-units)


def take_back(store: Store, line: LineItem, location_id: int, units: int) -> None:
    """Restocks returned goods, also where they were never stocked."""
    move(store, line.variant_id, location_id, available=units)


def move(store: Store, variant_id: int | None, location_id: int, *, available: int = 0, committed: int = 0) -> None:
    item = item_of(store, variant_id)
    if item is None or not item.tracked or not (available or committed):
        return
    level = level_at(store, item, location_id)
    level.available += available
    level.committed += committed
    level_changed(store, level)


def item_of(store: Store, variant_id: int | None) -> InventoryItem | None:
    """Finds the item, None when the variant was deleted.

    Its units are counted nowhere any more.
    """
    variant = store.variants.get(variant_id or 0)
    return store.item_of(variant) if variant is not None else None


def level_at(store: Store, item: InventoryItem, location_id: int) -> InventoryLevel:
    """Finds the level; it is made or switched on if need be."""
    level = store.level(item.id, location_id)
    if level is not None and level.is_active:
        return level
    if level is None:
        level = add_level(store, item.id, location_id, store.clock.now())
    level.is_active = True
    store.announce("inventory_levels/connect", level)
    return level


def level_changed(store: Store, level: InventoryLevel) -> None:
    """Stamps and announces the product too, whose part its stock is."""
    store.touch(level)
    store.announce("inventory_levels/update", level)
    item = store.inventory_items[level.inventory_item_id]
    variant = store.variants.get(item.variant_id)
    product = store.products.get(variant.product_id) if variant else None
    if variant is None or product is None:
        return
    variant.updated_at = later_than(variant.updated_at, store.clock.now())
    store.touch(product)
    store.announce("products/update", product)
