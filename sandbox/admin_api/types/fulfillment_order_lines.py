"""Resolves the lines of fulfillment orders."""

from sandbox.admin_api.types.lookup import line_item, variant_of
from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import Resolvers
from sandbox.state.records import FulfillmentOrderLine, LineItem, Variant, make_gid

RESOLVERS = Resolvers()


@RESOLVERS.field("FulfillmentOrderLineItem", "lineItem")
def of_line_item(line: FulfillmentOrderLine, ctx: Context) -> LineItem:
    found = line_item(ctx, line.line_item_id)
    if found is None:
        raise LookupError(f"Fulfillment order line {line.id} has no line item")
    return found


@RESOLVERS.field("FulfillmentOrderLineItem", "variant")
def variant(line: FulfillmentOrderLine, ctx: Context) -> Variant | dict[str, str] | None:
    return variant_of(ctx, line.variant_id)


@RESOLVERS.field("FulfillmentOrderLineItem", "inventoryItemId")
def inventory_item_id(line: FulfillmentOrderLine, ctx: Context) -> str | None:
    found = ctx.store.variants.get(line.variant_id or 0)
    return make_gid("InventoryItem", found.inventory_item_id) if found else None


@RESOLVERS.field("FulfillmentOrderLineItem", "sku")
def sku(line: FulfillmentOrderLine, ctx: Context) -> str | None:
    return of_line_item(line, ctx).sku


@RESOLVERS.field("FulfillmentOrderLineItem", "productTitle")
def product_title(line: FulfillmentOrderLine, ctx: Context) -> str:
    return of_line_item(line, ctx).title


@RESOLVERS.field("FulfillmentOrderLineItem", "variantTitle")
def variant_title(line: FulfillmentOrderLine, ctx: Context) -> str | None:
    return of_line_item(line, ctx).variant_title


@RESOLVERS.field("FulfillmentOrderLineItem", "vendor")
def vendor(line: FulfillmentOrderLine, ctx: Context) -> str | None:
    return of_line_item(line, ctx).vendor


@RESOLVERS.field("FulfillmentOrderLineItem", "requiresShipping")
def requires_shipping(line: FulfillmentOrderLine, ctx: Context) -> bool:
    return of_line_item(line, ctx).requires_shipping
