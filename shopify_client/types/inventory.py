"""Defines locations, inventory items and their levels."""

from __future__ import annotations

from datetime import datetime

from shopify_client.types.base import Connection, Node, Part, Ref


class LocationAddress(Part):
    address1: str | None = None
    address2: str | None = None
    city: str | None = None
    province: str | None = None
    province_code: str | None = None
    country_code: str | None = None
    zip: str | None = None
    phone: str | None = None
    latitude: float | None = None
    longitude: float | None = None


class Location(Node, tag="Location"):
    name: str
    is_active: bool
    legacy_resource_id: str = ""
    fulfills_online_orders: bool = True
    is_fulfillment_service: bool = False
    address: LocationAddress | None = None


class Quantity(Part):
    """`name` is available, on_hand, committed, incoming, reserved, damaged, safety_stock or quality_control."""

    name: str
    quantity: int
    updated_at: datetime | None = None


class InventoryLevel(Node, tag="InventoryLevel"):
    """One item at one location; `location` is left out where the location was the question."""

    is_active: bool = True
    updated_at: datetime | None = None
    location: Ref | None = None
    quantities: list[Quantity] = []

    def quantity(self, name: str) -> int | None:
        """The quantity of that name, None when it was not asked for."""
        return next((each.quantity for each in self.quantities if each.name == name), None)


class ItemVariant(Part):
    """The variant that is counted as an item, and the product it belongs to."""

    id: str
    product: Ref | None = None


class InventoryItem(Node, tag="InventoryItem"):
    legacy_resource_id: str = ""
    sku: str | None = None
    tracked: bool = True
    updated_at: datetime | None = None
    variants: Connection[ItemVariant] | None = None
    inventory_level: InventoryLevel | None = None

    @property
    def product_gid(self) -> str:
        """Of the product whose variant it counts, "" where there is none or it was not asked for."""
        variants = self.variants.nodes if self.variants else []
        return variants[0].product.id if variants and variants[0].product else ""
