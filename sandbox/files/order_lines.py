"""Reads an order's lines with their discounts and taxes."""

import re
from decimal import Decimal

from sandbox.builders.order_lines import shares
from sandbox.files.row import Row
from sandbox.state.base import ZERO, Record
from sandbox.state.records import DiscountAllocation, DiscountApplication, LineItem, Order, TaxLine, Variant
from sandbox.state.store import Store

_RATE = re.compile(r"^(?P<title>.*?)\s*(?P<rate>\d+(?:\.\d+)?)\s*%$")


class Names(Record, kw_only=True):
    """Finds variants by an order file's names, "Shirt - S / Blue".

    The first of a name counts.
    """

    variants: dict[str, int]

    @classmethod
    def of(cls, store: Store) -> "Names":
        found: dict[str, int] = {}
        for product in store.products.values():
            for variant in store.product_variants(product):
                single = product.has_only_default_variant
                found.setdefault(product.title if single else f"{product.title} - {variant.title}", variant.id)
        return cls(variants=found)


def line(store: Store, row: Row, names: Names) -> LineItem:
    """Makes a line; its variant has the SKU, else the name.

    A line of something unknown has none.
    """
    name, quantity = row.text("Lineitem name"), row.count("Lineitem quantity")
    if not name:
        raise row.wrong("Lineitem name", "is empty")
    if quantity < 1:
        raise row.wrong("Lineitem quantity", f"{quantity} is not one or more")
    variant = _variant(store, row, names)
    product = store.products[variant.product_id] if variant else None
    title, variant_title = product.title if product else name, None
    if variant and product and not product.has_only_default_variant:
        variant_title = variant.title
    made = LineItem(
        id=store.next_id("LineItem"),
        product_id=product.id if product else None,
        variant_id=variant.id if variant else None,
        title=title,
        variant_title=variant_title,
        sku=row.code("Lineitem sku") or None,
        vendor=row.text("Vendor") or None,
        quantity=quantity,
        requires_shipping=row.flag("Lineitem requires shipping", True),
        taxable=row.flag("Lineitem taxable", True),
        is_gift_card=bool(product and product.is_gift_card),
        original_unit_price=row.money("Lineitem price", None),
    )
    off = row.money("Lineitem discount")
    if off > made.original_total:
        raise row.wrong("Lineitem discount", f"{off} is more than the line's {made.original_total}")
    if off:
        made.discount_allocations = [DiscountAllocation(amount=off)]
    return made


def _variant(store: Store, row: Row, names: Names) -> Variant | None:
    sku = row.code("Lineitem sku")
    by_sku = store.variants_by_sku(sku) if sku else []
    if by_sku:
        return by_sku[0]
    return store.variants.get(names.variants.get(row.text("Lineitem name"), 0))


def discount(order: Order, row: Row) -> None:
    """Shares the order's discount out among its lines.

    It is what the subtotal lies below the lines' own totals.
    """
    own = sum((line.total_discount for line in order.line_items), ZERO)
    worth = [line.original_total - line.total_discount for line in order.line_items]
    rest = sum(worth, ZERO) - row.money("Subtotal") if row.text("Subtotal") else ZERO
    code, total = row.text("Discount Code") or None, row.money("Discount Amount")
    if own or rest > ZERO or code:
        order.discount_applications = [
            DiscountApplication(
                title=code or "Discount", code=code, value_type="fixed_amount", value=total or own + max(rest, ZERO)
            )
        ]
    if rest > ZERO:
        for line, part in zip(order.line_items, shares(rest, worth), strict=True):
            if part:
                line.discount_allocations = [*line.discount_allocations, DiscountAllocation(amount=part)]


def taxes(order: Order, row: Row) -> None:
    """Shares each named tax, and the unnamed rest, among taxed lines."""
    named = [(row.text(f"Tax {place} Name"), row.money(f"Tax {place} Value")) for place in range(1, 6)]
    known = [(name or "Tax", value) for name, value in named if value]
    left = row.money("Taxes") - sum((value for _name, value in known), ZERO)
    if left > ZERO:
        known.append(("Tax", left))
    lines = [line for line in order.line_items if line.taxable] or order.line_items
    weights = [line.original_total - line.total_discount for line in lines]
    if not any(weights):
        weights = [Decimal(1) for _ in lines]
    for name, value in known:
        match = _RATE.match(name)
        title, rate = (match["title"], float(match["rate"]) / 100) if match else (name, 0.0)
        for line, part in zip(lines, shares(value, weights), strict=True):
            if part:
                line.tax_lines = [*line.tax_lines, TaxLine(title=title, rate=round(rate, 6), price=part)]
