"""Resolves locations."""

from typing import Any

from sandbox.admin_api.types.nodes import number_of, record_of
from sandbox.graphql.connections import Connection
from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import Resolvers
from sandbox.graphql.root_lists import counted, listed
from sandbox.state.records import InventoryLevel, Location

RESOLVERS = Resolvers()


@RESOLVERS.root("locations")
def locations(ctx: Context, include_inactive: bool = False, include_legacy: bool = False, **args: Any) -> Connection:
    """Lists locations; legacy ones are those of fulfillment services."""

    def keep(location: Location) -> bool:
        return (include_inactive or location.is_active) and (include_legacy or not location.is_fulfillment_service)

    return listed(ctx, "locations", {"sort_key": "NAME", **args}, keep)


@RESOLVERS.root("locationsCount")
def locations_count(ctx: Context, **args: Any) -> dict[str, Any]:
    return counted(ctx, "locations", args)


@RESOLVERS.root("location")
def location(ctx: Context, id: str | None = None) -> Location | None:
    """Finds the location; without an id it is the shop's first."""
    if id is None:
        return next(iter(ctx.store.locations.values()), None)
    return record_of(ctx, id, Location)


@RESOLVERS.field("Location", "inventoryLevel")
def level_of(
    location: Location, ctx: Context, inventory_item_id: str, include_inactive: bool = False
) -> InventoryLevel | None:
    level = ctx.store.level(number_of(inventory_item_id, "InventoryItem"), location.id)
    return level if level is not None and (include_inactive or level.is_active) else None
