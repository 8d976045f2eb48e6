"""Resolves line items and shipping lines."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sandbox.admin_api.types.lookup import variant_of
from sandbox.admin_api.types.money import bag, bags
from sandbox.admin_api.types.order_parts import up_to
from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import Resolvers
from sandbox.state.records import LineItem, Product, TaxLine, Variant, make_gid, money

RESOLVERS = Resolvers()


bags(
    RESOLVERS,
    "LineItem",
    {
        "originalUnitPriceSet": "original_unit_price",
        "originalTotalSet": "original_total",
        "totalDiscountSet": "total_discount",
    },
)
bags(RESOLVERS, "ShippingLine", {"originalPriceSet": "original_price", "discountedPriceSet": "discounted_price"})
bags(RESOLVERS, "TaxLine", {"priceSet": "price"})
bags(RESOLVERS, "DiscountAllocation", {"allocatedAmountSet": "amount"})


@RESOLVERS.field("LineItem", "variant")
def variant(line: LineItem, ctx: Context) -> Variant | dict[str, str] | None:
    return variant_of(ctx, line.variant_id)


@RESOLVERS.field("LineItem", "product")
def product(line: LineItem, ctx: Context) -> Product | None:
    return ctx.store.products.get(line.product_id or 0)


@RESOLVERS.field("LineItem", "sellingPlan")
def selling_plan(line: LineItem, ctx: Context) -> dict[str, Any] | None:
    if line.selling_plan_id is None:
        return None
    gid = line.selling_plan_id
    if not gid.startswith("gid://"):
        gid = make_gid("SellingPlan", gid)
    return {"selling_plan_id": gid, "name": line.selling_plan_name or ""}


@RESOLVERS.field("LineItem", "taxLines")
def tax_lines(line: LineItem, ctx: Context, first: int | None = None) -> Sequence[TaxLine]:
    return up_to(first, line.tax_lines)


@RESOLVERS.field("LineItem", "discountedUnitPriceAfterAllDiscountsSet")
def discounted_unit_price(line: LineItem, ctx: Context) -> dict[str, Any]:
    return bag(ctx, _discounted(line))


def _discounted(line: LineItem) -> Decimal:
    share = line.total_discount / line.quantity if line.quantity else Decimal(0)
    return money(line.original_unit_price - share)


@RESOLVERS.field("TaxLine", "ratePercentage")
def rate_percentage(tax: TaxLine, ctx: Context) -> float:
    return round(tax.rate * 100, 6)
