"""Defines variants, which are sold and stocked."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from shopify_client.types.base import Connection, Node, Part
from shopify_client.types.collection import Metafield


class SelectedOption(Part):
    name: str
    value: str


class Weight(Part):
    """`unit` is GRAMS, KILOGRAMS, OUNCES or POUNDS."""

    unit: str
    value: float


class Measurement(Part):
    weight: Weight | None = None


class VariantInventoryItem(Part):
    """The inventory item as a variant shows it."""

    id: str
    legacy_resource_id: str | None = None
    tracked: bool = True
    requires_shipping: bool = True
    measurement: Measurement | None = None


class Variant(Node, tag="ProductVariant"):
    """`inventory_policy` is DENY or CONTINUE."""

    legacy_resource_id: str
    title: str
    price: Decimal
    inventory_item: VariantInventoryItem
    created_at: datetime
    updated_at: datetime
    sku: str | None = None
    barcode: str | None = None
    compare_at_price: Decimal | None = None
    position: int = 1
    inventory_policy: str = "DENY"
    inventory_quantity: int | None = None
    taxable: bool = True
    selected_options: list[SelectedOption] = []
    metafields: Connection[Metafield] | None = None
