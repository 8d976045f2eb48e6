"""Builds line items and shipping lines of an order."""

from typing import Any

from sandbox.state.order_records import LineItem, Order, ShippingLine, TaxLine
from sandbox.state.store import Store
from sandbox.webhooks.payloads.common import amount, money_set


def line_item(store: Store, line: LineItem) -> dict[str, Any]:
    weight = 0
    variant = store.variants.get(line.variant_id or 0)
    if variant is not None:
        weight = round(store.item_of(variant).weight_value)
    return {
        "id": line.id,
        "admin_graphql_api_id": line.gid,
        "current_quantity": line.current_quantity,
        "fulfillable_quantity": line.unfulfilled_quantity,
        "fulfillment_service": "manual",
        "fulfillment_status": _status(line),
        "gift_card": line.is_gift_card,
        "grams": weight,
        "name": line.name,
        "price": amount(line.original_unit_price),
        "price_set": money_set(store, line.original_unit_price),
        "product_exists": line.product_id in store.products,
        "product_id": line.product_id,
        "properties": [{"name": part.key, "value": part.value} for part in line.custom_attributes],
        "quantity": line.quantity,
        "requires_shipping": line.requires_shipping,
        "sku": line.sku,
        "taxable": line.taxable,
        "title": line.title,
        "total_discount": amount(line.total_discount),
        "variant_id": line.variant_id,
        "variant_title": line.variant_title,
        "vendor": line.vendor,
        "tax_lines": [tax(store, one) for one in line.tax_lines],
        "discount_allocations": [
            {"amount": amount(part.amount), "discount_application_index": part.application}
            for part in line.discount_allocations
        ],
    }


def shipping_line(store: Store, line: ShippingLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "carrier_identifier": line.carrier_identifier,
        "code": line.code,
        "discounted_price": amount(line.discounted_price),
        "is_removed": line.is_removed,
        "price": amount(line.original_price),
        "source": line.source,
        "title": line.title,
        "tax_lines": [tax(store, one) for one in line.tax_lines],
        "discount_allocations": [],
    }


def tax(store: Store, line: TaxLine) -> dict[str, Any]:
    price = money_set(store, line.price)
    return {"title": line.title, "rate": line.rate, "price": amount(line.price), "price_set": price}


def _status(line: LineItem) -> str | None:
    if line.fulfilled == 0:
        return None
    return "fulfilled" if line.unfulfilled_quantity == 0 else "partial"


def tax_lines(store: Store, order: Order) -> list[dict[str, Any]]:
    """Adds up the order's taxes of one name and rate."""
    found: dict[tuple[str, float], TaxLine] = {}
    owners: list[LineItem | ShippingLine] = [*order.line_items, *order.shipping_lines]
    for one in (line for owner in owners for line in owner.tax_lines):
        before = found.get((one.title, one.rate))
        price = one.price + before.price if before else one.price
        found[one.title, one.rate] = TaxLine(title=one.title, rate=one.rate, price=price)
    return [tax(store, one) for one in found.values()]
