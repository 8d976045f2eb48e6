"""Resolves inventorySetQuantities, inventoryAdjustQuantities and inventoryActivate.

All three need @idempotent.
"""

from collections.abc import Mapping
from typing import Any

from sandbox.admin_api.mutations.arguments import refusing
from sandbox.admin_api.mutations.inventory_documents import check_ledger, check_reference
from sandbox.admin_api.mutations.inventory_groups import Group
from sandbox.admin_api.types.nodes import record_of
from sandbox.graphql.context import Context
from sandbox.graphql.errors import TopLevel, UserError, UserErrors, unsupported
from sandbox.graphql.resolvers import Resolvers
from sandbox.rules.inventory import adjust_quantities, set_quantities
from sandbox.rules.inventory_activation import activate
from sandbox.rules.inventory_checks import Count
from sandbox.state.records import InventoryItem, Location

RESOLVERS = Resolvers()
_NO_ITEM = "The specified inventory item could not be found."
_NO_LOCATION = "The specified location could not be found."
_LACKS = "{} must include the following argument: changeFromQuantity."


@RESOLVERS.mutation("inventorySetQuantities", idempotent=True)
def inventory_set_quantities(ctx: Context, input: dict[str, Any]) -> dict[str, Any]:
    entries = input["quantities"]
    _must_compare(entries, "InventoryQuantityInput")
    check_reference(input)
    counts = [_count(ctx, entry, "quantity", ["input", "quantities", str(at)]) for at, entry in enumerate(entries)]
    with refusing("input"):
        done = set_quantities(ctx.store, input["name"], counts, reason=input["reason"])
    return {"inventory_adjustment_group": Group.of(ctx.store, input, done)}


@RESOLVERS.mutation("inventoryAdjustQuantities", idempotent=True)
def inventory_adjust_quantities(ctx: Context, input: dict[str, Any]) -> dict[str, Any]:
    entries = input["changes"]
    _must_compare(entries, "InventoryChangeInput")
    check_reference(input)
    counts = [_count(ctx, entry, "delta", ["input", "changes", str(at)]) for at, entry in enumerate(entries)]
    with refusing("input"):
        check_ledger(input["name"], entries)
        done = adjust_quantities(ctx.store, input["name"], counts, reason=input["reason"])
    return {"inventory_adjustment_group": Group.of(ctx.store, input, done)}


@RESOLVERS.mutation("inventoryActivate", idempotent=True)
def inventory_activate(
    ctx: Context,
    *,
    inventory_item_id: str,
    location_id: str,
    available: int | None = None,
    on_hand: int | None = None,
    stock_at_legacy_location: bool = False,
) -> dict[str, Any]:
    if on_hand is not None or stock_at_legacy_location:
        raise unsupported("inventoryActivate with onHand or stockAtLegacyLocation")
    item, location = _named(ctx, inventory_item_id, location_id, [])
    with refusing():
        return {"inventory_level": activate(ctx.store, item, location, available)}


def _must_compare(entries: list[dict[str, Any]], type_name: str) -> None:
    """Demands changeFromQuantity, as Shopify does though the schema does not.

    An explicit null writes blindly.
    """
    if any("change_from_quantity" not in entry for entry in entries):
        raise TopLevel(_LACKS.format(type_name), "INVALID_FIELD_ARGUMENTS")


def _count(ctx: Context, entry: Mapping[str, Any], amount: str, field: list[str]) -> Count:
    item, location = _named(ctx, entry["inventory_item_id"], entry["location_id"], field)
    return Count(item=item, location=location, quantity=entry[amount], expected=entry["change_from_quantity"])


def _named(ctx: Context, item_gid: str, location_gid: str, field: list[str]) -> tuple[InventoryItem, Location]:
    item, location = record_of(ctx, item_gid, InventoryItem), record_of(ctx, location_gid, Location)
    errors = []
    if item is None:
        errors.append(UserError(_NO_ITEM, [*field, "inventoryItemId"], "INVALID_INVENTORY_ITEM"))
    if location is None:
        errors.append(UserError(_NO_LOCATION, [*field, "locationId"], "INVALID_LOCATION"))
    if item is None or location is None:
        raise UserErrors(errors)
    return item, location
