"""Resolves an order's amounts, people and places."""

from decimal import Decimal
from itertools import chain
from typing import Any

from sandbox.admin_api.types.money import bags
from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import Resolvers
from sandbox.state.records import Customer, Location, Order, TaxLine

RESOLVERS = Resolvers()


bags(
    RESOLVERS,
    "Order",
    {
        "subtotalPriceSet": "subtotal_price",
        "totalPriceSet": "total_price",
        "originalTotalPriceSet": "total_price",
        "totalTaxSet": "total_tax",
        "totalDiscountsSet": "total_discounts",
        "totalShippingPriceSet": "total_shipping_price",
        "currentSubtotalPriceSet": "current_subtotal_price",
        "currentTotalPriceSet": "current_total_price",
        "currentTotalTaxSet": "current_total_tax",
        "currentTotalDiscountsSet": "current_total_discounts",
        "totalReceivedSet": "total_received",
        "totalRefundedSet": "total_refunded",
        "totalOutstandingSet": "total_outstanding",
    },
)


@RESOLVERS.field("Order", "taxLines")
def tax_lines(order: Order, ctx: Context) -> list[TaxLine]:
    """Adds up the taxes of all lines, one entry for each."""
    sums: dict[tuple[str, float], Decimal] = {}
    of_goods = (tax for line in order.line_items for tax in line.tax_lines)
    of_shipping = (tax for line in order.shipping_lines for tax in line.tax_lines)
    for tax in chain(of_goods, of_shipping):
        key = (tax.title, tax.rate)
        sums[key] = sums.get(key, Decimal("0.00")) + tax.price
    return [TaxLine(title=title, rate=rate, price=price) for (title, rate), price in sums.items()]


@RESOLVERS.field("Order", "customer")
def customer(order: Order, ctx: Context) -> Customer | None:
    return ctx.store.customers.get(order.customer_id or 0)


@RESOLVERS.field("Order", "retailLocation")
def retail_location(order: Order, ctx: Context) -> Location | None:
    return ctx.store.locations.get(order.retail_location_id or 0)


@RESOLVERS.field("Order", "cancellation")
def cancellation(order: Order, ctx: Context) -> dict[str, Any] | None:
    return {"staff_note": order.cancel_staff_note} if order.cancelled_at is not None else None


@RESOLVERS.field("Order", "discountCode")
def discount_code(order: Order, ctx: Context) -> str | None:
    return order.discount_codes[0] if order.discount_codes else None


@RESOLVERS.field("Order", "fullyPaid")
def fully_paid(order: Order, ctx: Context) -> bool:
    return order.total_outstanding <= 0


@RESOLVERS.field("Order", "unpaid")
def unpaid(order: Order, ctx: Context) -> bool:
    return order.total_outstanding > 0


@RESOLVERS.field("Order", "requiresShipping")
def requires_shipping(order: Order, ctx: Context) -> bool:
    return any(line.requires_shipping for line in order.line_items)


@RESOLVERS.field("Order", "subtotalLineItemsQuantity")
def quantity(order: Order, ctx: Context) -> int:
    return sum(line.quantity for line in order.line_items)


@RESOLVERS.field("Order", "currentSubtotalLineItemsQuantity")
def current_quantity(order: Order, ctx: Context) -> int:
    return sum(line.current_quantity for line in order.line_items)
