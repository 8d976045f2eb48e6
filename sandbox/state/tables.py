"""Defines everything that is saved, in one record."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from sandbox.state.base import Record
from sandbox.state.records import (
    AsyncJob,
    Collection,
    Customer,
    Event,
    InventoryItem,
    InventoryLevel,
    Location,
    Metafield,
    MetafieldDefinition,
    Order,
    OrderEdit,
    Product,
    Shop,
    TaxonomyCategory,
    Variant,
)
from sandbox.state.webhook_records import WebhookSubscription

DOMAIN = "demo-store.myshopify.com"
# Numbers as long as a real store's, so that nobody keeps one in 32 bits; each type has a range of its own.
FIRST_ID = {
    "Shop": 60_000_000_000,
    "Location": 70_000_000_000,
    "Collection": 440_000_000_000,
    "Product": 8_100_000_000_000,
    "ProductOption": 10_200_000_000_000,
    "MediaImage": 36_000_000_000_000,
    "ProductVariant": 45_000_000_000_000,
    "InventoryItem": 47_000_000_000_000,
    "InventoryLevel": 110_000_000_000,
    "Customer": 7_500_000_000_000,
    "Order": 5_800_000_000_000,
    "LineItem": 14_600_000_000_000,
    "ShippingLine": 4_700_000_000_000,
    "OrderTransaction": 7_000_000_000_000,
    "Refund": 900_000_000_000,
    "RefundLineItem": 640_000_000_000,
    "FulfillmentOrder": 6_700_000_000_000,
    "FulfillmentOrderLineItem": 13_900_000_000_000,
    "Fulfillment": 5_200_000_000_000,
    "FulfillmentLineItem": 12_500_000_000_000,
    "FulfillmentHold": 1_100_000_000,
    "Return": 14_000_000_000,
    "ReturnLineItem": 21_000_000_000,
    "ReverseFulfillmentOrder": 9_800_000_000,
    "ReverseFulfillmentOrderLineItem": 19_600_000_000,
    "ReverseFulfillmentOrderDisposition": 5_600_000_000,
    "CalculatedOrder": 280_000_000_000,
    "InventoryAdjustmentGroup": 25_000_000_000,
    "MetafieldDefinition": 24_000_000_000,
    "Metafield": 33_000_000_000_000,
    "WebhookSubscription": 1_400_000_000_000,
    "BasicEvent": 160_000_000_000_000,
    "OrderNumber": 1000,
}


class Origin(Record, kw_only=True, gc=False):
    """Describes what content was made from: a generator's arguments, or files."""

    kind: str = "empty"  # empty | generated | files
    seed: int | None = None
    products: int = 0
    orders: int = 0
    anchor: datetime | None = None
    mischief: list[str] = []
    files: list[str] = []


class Tables(Record, kw_only=True):
    shop: Shop
    origin: Origin = msgspec.field(default_factory=Origin)
    locations: dict[int, Location] = {}
    products: dict[int, Product] = {}
    variants: dict[int, Variant] = {}
    inventory_items: dict[int, InventoryItem] = {}
    levels: dict[int, InventoryLevel] = {}
    collections: dict[int, Collection] = {}
    customers: dict[int, Customer] = {}
    orders: dict[int, Order] = {}
    events: dict[int, Event] = {}
    metafields: dict[str, list[Metafield]] = {}
    metafield_definitions: dict[int, MetafieldDefinition] = {}
    order_edits: dict[int, OrderEdit] = {}
    async_jobs: dict[str, AsyncJob] = {}
    webhook_subscriptions: dict[int, WebhookSubscription] = {}
    taxonomy: dict[str, TaxonomyCategory] = {}
    counters: dict[str, int] = {}

    def by_type(self) -> dict[str, dict[int, Any]]:
        """Finds the tables by the type name of their records' gids."""
        return {
            "Location": self.locations,
            "Product": self.products,
            "ProductVariant": self.variants,
            "InventoryItem": self.inventory_items,
            "InventoryLevel": self.levels,
            "Collection": self.collections,
            "Customer": self.customers,
            "Order": self.orders,
            "BasicEvent": self.events,
            "CalculatedOrder": self.order_edits,
            "MetafieldDefinition": self.metafield_definitions,
            "WebhookSubscription": self.webhook_subscriptions,
        }


def default_shop(now: datetime | None = None) -> Shop:
    return Shop(
        id=FIRST_ID["Shop"] + 1,
        name="Demo Store",
        myshopify_domain=DOMAIN,
        email="owner@example.com",
        created_at=now or datetime.now(UTC).replace(microsecond=0),
    )
