"""Resolves product variants."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sandbox.admin_api.types.money import amount
from sandbox.admin_api.types.nodes import record_of
from sandbox.graphql.connections import Connection
from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import Resolvers
from sandbox.graphql.root_lists import counted, listed
from sandbox.state.records import ZERO, InventoryItem, Option, Product, Variant

RESOLVERS = Resolvers()


@RESOLVERS.root("productVariant")
def variant(ctx: Context, id: str) -> Variant | None:
    return record_of(ctx, id, Variant)


@RESOLVERS.root("productVariants")
def variants(ctx: Context, **args: Any) -> Connection:
    return listed(ctx, "productVariants", args)


@RESOLVERS.root("productVariantsCount")
def variants_count(ctx: Context, **args: Any) -> dict[str, Any]:
    return counted(ctx, "productVariants", args)


@RESOLVERS.field("ProductVariant", "product")
def product(variant: Variant, ctx: Context) -> Product:
    return ctx.store.products[variant.product_id]


@RESOLVERS.field("ProductVariant", "displayName")
def display_name(variant: Variant, ctx: Context) -> str:
    return f"{product(variant, ctx).title} - {variant.title}"


@RESOLVERS.field("ProductVariant", "inventoryItem")
def inventory_item(variant: Variant, ctx: Context) -> InventoryItem:
    return ctx.store.item_of(variant)


@RESOLVERS.field("ProductVariant", "inventoryQuantity")
def inventory_quantity(variant: Variant, ctx: Context) -> int:
    return ctx.store.inventory_quantity(variant)


@RESOLVERS.field("ProductVariant", "availableForSale")
def available_for_sale(variant: Variant, ctx: Context) -> bool:
    item = ctx.store.item_of(variant)
    return not item.tracked or variant.inventory_policy == "CONTINUE" or ctx.store.inventory_quantity(variant) > 0


@RESOLVERS.field("ProductVariant", "selectedOptions")
def selected_options(variant: Variant, ctx: Context) -> list[dict[str, Any]]:
    options = product(variant, ctx).options
    return [_selected(option, value) for option, value in zip(options, variant.option_values, strict=False)]


def _selected(option: Option, value: str) -> dict[str, Any]:
    chosen = next((one for one in option.option_values if one.name == value), None)
    return {"name": option.name, "value": value, "option_value": chosen}


def price_range(ctx: Context, prices: Sequence[Decimal]) -> dict[str, Any]:
    """Builds a ProductPriceRangeV2."""
    return {
        "min_variant_price": amount(ctx, min(prices, default=ZERO)),
        "max_variant_price": amount(ctx, max(prices, default=ZERO)),
    }
