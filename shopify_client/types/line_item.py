"""Defines an order's lines, and how they are shipped."""

from __future__ import annotations

from shopify_client.types.base import Attribute, MoneyBag, Node, Part, Ref, TaxLine


class SellingPlan(Part):
    name: str
    selling_plan_id: str | None = None


class DiscountAllocation(Part):
    allocated_amount_set: MoneyBag


class LineItem(Node, tag="LineItem"):
    """One line of an order.

    `quantity` as bought; `current_quantity` without what was removed or refunded; `unfulfilled_quantity` still to ship;
    `non_fulfillable_quantity` removed before it shipped. `variant` is null once it was deleted.
    """

    name: str
    quantity: int
    current_quantity: int
    unfulfilled_quantity: int
    original_unit_price_set: MoneyBag
    title: str = ""
    variant_title: str | None = None
    vendor: str | None = None
    sku: str | None = None
    refundable_quantity: int = 0
    non_fulfillable_quantity: int = 0
    requires_shipping: bool = True
    taxable: bool = True
    is_gift_card: bool = False
    custom_attributes: list[Attribute] = []
    variant: Ref | None = None
    product: Ref | None = None
    selling_plan: SellingPlan | None = None
    discounted_unit_price_after_all_discounts_set: MoneyBag | None = None
    discount_allocations: list[DiscountAllocation] = []
    tax_lines: list[TaxLine] = []


class ShippingLine(Node, tag="ShippingLine"):
    title: str
    original_price_set: MoneyBag
    discounted_price_set: MoneyBag | None = None
    code: str | None = None
    source: str | None = None
    carrier_identifier: str | None = None
    is_removed: bool = False
    tax_lines: list[TaxLine] = []
