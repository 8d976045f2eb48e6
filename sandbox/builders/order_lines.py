"""Builds an order's lines and the tax on them."""

from decimal import ROUND_HALF_UP, Decimal

from sandbox.state.base import CENT, ZERO
from sandbox.state.records import LineItem, TaxLine, Variant
from sandbox.state.store import Store


def line_of(store: Store, variant: Variant, quantity: int) -> LineItem:
    """Makes a line with the variant's name and price of that moment."""
    product, item = store.products[variant.product_id], store.item_of(variant)
    return LineItem(
        id=store.next_id("LineItem"),
        product_id=product.id,
        variant_id=variant.id,
        title=product.title,
        variant_title=None if product.has_only_default_variant else variant.title,
        sku=variant.sku,
        vendor=product.vendor,
        quantity=quantity,
        requires_shipping=item.requires_shipping,
        taxable=variant.taxable and not product.is_gift_card,
        is_gift_card=product.is_gift_card,
        original_unit_price=variant.price,
    )


def tax(line: LineItem, title: str, rate: str) -> None:
    """Taxes the line's discounted total; `rate` is text, "0.0625"."""
    base = line.original_total - line.total_discount
    if not line.taxable or Decimal(rate) == 0 or base <= ZERO:
        return
    price = (base * Decimal(rate)).quantize(CENT, ROUND_HALF_UP)
    line.tax_lines = [TaxLine(title=title, rate=float(rate), price=price)]


def shares(amount: Decimal, weights: list[Decimal]) -> list[Decimal]:
    """Splits `amount` by the weights, in whole cents that add up.

    Nothing when all weigh nothing.
    """
    total = sum(weights, ZERO)
    if total <= ZERO:
        return [ZERO for _ in weights]
    parts, given, weighed = [], ZERO, ZERO
    for weight in weights:
        weighed += weight
        until = (amount * weighed / total).quantize(CENT, ROUND_HALF_UP)
        parts.append(until - given)
        given = until
    return parts
