"""Defines inventory items and their levels at locations."""

from decimal import Decimal
from typing import ClassVar

from sandbox.state.base import Stamped

# Shopify counts these together as on_hand; incoming has not arrived.
ON_HAND_NAMES = ("available", "committed", "damaged", "quality_control", "reserved", "safety_stock")
# The names that quantities(names:) may ask for, in order of the alphabet.
QUANTITY_NAMES = tuple(sorted((*ON_HAND_NAMES, "incoming", "on_hand")))


class InventoryItem(Stamped, kw_only=True, gc=False):
    GID_TYPE: ClassVar[str] = "InventoryItem"
    variant_id: int
    sku: str | None = None
    tracked: bool = True
    requires_shipping: bool = True
    weight_value: float = 0.0
    weight_unit: str = "GRAMS"  # GRAMS | KILOGRAMS | OUNCES | POUNDS
    unit_cost: Decimal | None = None
    country_code_of_origin: str | None = None
    harmonized_system_code: str | None = None


class InventoryLevel(Stamped, kw_only=True, gc=False):
    """Counts one item's stock at one location; `on_hand` is a sum."""

    GID_TYPE: ClassVar[str] = "InventoryLevel"
    inventory_item_id: int
    location_id: int
    is_active: bool = True
    available: int = 0
    committed: int = 0
    damaged: int = 0
    incoming: int = 0
    quality_control: int = 0
    reserved: int = 0
    safety_stock: int = 0

    @property
    def gid(self) -> str:
        return f"gid://shopify/InventoryLevel/{self.id}?inventory_item_id={self.inventory_item_id}"

    @property
    def on_hand(self) -> int:
        return sum(self.quantity(name) for name in ON_HAND_NAMES)

    def quantity(self, name: str) -> int:
        """Reads one of QUANTITY_NAMES."""
        value: int = getattr(self, name)
        return value
