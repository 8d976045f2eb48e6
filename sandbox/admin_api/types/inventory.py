"""Resolves inventory items and their levels."""

from typing import Any

from sandbox.admin_api.types.money import amount
from sandbox.admin_api.types.nodes import number_of, record_of
from sandbox.graphql.connections import Connection, page
from sandbox.graphql.context import Context
from sandbox.graphql.errors import TopLevel, unsupported
from sandbox.graphql.resolvers import Resolvers
from sandbox.graphql.root_lists import listed
from sandbox.state.records import QUANTITY_NAMES, InventoryItem, InventoryLevel, Location, Variant, make_gid

RESOLVERS = Resolvers()


@RESOLVERS.root("inventoryItem")
def inventory_item(ctx: Context, id: str) -> InventoryItem | None:
    return record_of(ctx, id, InventoryItem)


@RESOLVERS.root("inventoryItems")
def inventory_items(ctx: Context, **args: Any) -> Connection:
    return listed(ctx, "inventoryItems", args)


@RESOLVERS.root("inventoryLevel")
def inventory_level(ctx: Context, id: str) -> InventoryLevel | None:
    return record_of(ctx, id, InventoryLevel)


@RESOLVERS.field("InventoryItem", "variant")
def variant(item: InventoryItem, ctx: Context) -> Variant:
    return ctx.store.variants[item.variant_id]


@RESOLVERS.field("InventoryItem", "variants")
def variants(item: InventoryItem, ctx: Context, **args: Any) -> Connection:
    return page(ctx, [ctx.store.variants[item.variant_id]], args)


@RESOLVERS.field("InventoryItem", "measurement")
def measurement(item: InventoryItem, ctx: Context) -> dict[str, Any]:
    weight = {"unit": item.weight_unit, "value": item.weight_value}
    return {"id": make_gid("InventoryItemMeasurement", item.id), "weight": weight}


@RESOLVERS.field("InventoryItem", "unitCost")
def unit_cost(item: InventoryItem, ctx: Context) -> dict[str, Any] | None:
    return None if item.unit_cost is None else amount(ctx, item.unit_cost)


@RESOLVERS.field("InventoryItem", "inventoryLevels")
def inventory_levels(
    item: InventoryItem, ctx: Context, include_inactive: bool = False, query: str | None = None, **args: Any
) -> Connection:
    if query:
        raise unsupported("the argument query of InventoryItem.inventoryLevels")
    return page(ctx, ctx.store.levels_of(item.id), args, keep=None if include_inactive else _active)


@RESOLVERS.field("InventoryItem", "inventoryLevel")
def level_at(
    item: InventoryItem, ctx: Context, location_id: str, include_inactive: bool = False
) -> InventoryLevel | None:
    level = ctx.store.level(item.id, number_of(location_id, "Location"))
    return level if level is not None and (include_inactive or level.is_active) else None


@RESOLVERS.field("InventoryItem", "locationsCount")
def locations_count(item: InventoryItem, ctx: Context) -> dict[str, Any]:
    return {"count": sum(map(_active, ctx.store.levels_of(item.id))), "precision": "EXACT"}


def _active(level: InventoryLevel) -> bool:
    return level.is_active


@RESOLVERS.field("InventoryLevel", "item")
def item_of(level: InventoryLevel, ctx: Context) -> InventoryItem:
    return ctx.store.inventory_items[level.inventory_item_id]


@RESOLVERS.field("InventoryLevel", "location")
def location(level: InventoryLevel, ctx: Context) -> Location:
    return ctx.store.locations[level.location_id]


@RESOLVERS.field("InventoryLevel", "quantities")
def quantities(level: InventoryLevel, ctx: Context, names: list[str]) -> list[dict[str, Any]]:
    """Gives one entry for each name, in the order asked for."""
    for name in names:
        if name not in QUANTITY_NAMES:
            raise TopLevel(f"The quantity name {name!r} is not one of {', '.join(QUANTITY_NAMES)}.", "BAD_REQUEST")
    return [
        {
            "id": f"gid://shopify/InventoryQuantity/{level.id}?inventory_item_id={level.inventory_item_id}&name={name}",
            "name": name,
            "quantity": level.quantity(name),
            "updated_at": level.updated_at,
        }
        for name in names
    ]
