"""Lists every topic: page, handler and the job behind it."""

from dataclasses import dataclass

from integrations.shopify.subscriptions import Known
from jobs.categories import Category
from webhooks import lanes, payload_shapes
from webhooks.delivery import Handler
from webhooks.handlers import bulk, compliance, orders, products, returns, stock, uninstalled
from webhooks.lanes import Lane, Learned
from webhooks.payload_shapes import Shape


@dataclass(frozen=True)
class Topic:
    """One topic that we take in, and what becomes of its events.

    `backed_by` is the key of the job that finds what no webhook brought. `by_api` is off for the topics that Shopify
    sends to every app without a subscription. `every_shop`: subscribed when a shop is connected, without being asked.
    `learned` is the lane by what the handler has read, for an event whose body names none. `once`: a body of it that
    came before is a repeat, however long ago that was.
    """

    name: str
    label: str
    page: Category
    handler: Handler
    shape: Shape
    lane: Lane = lanes.none
    backed_by: str = ""
    by_api: bool = True
    every_shop: bool = False
    learned: Learned = lanes.nothing
    once: bool = False


_OF_SHOP = payload_shapes.all_of(payload_shapes.numbers("shop_id"), payload_shapes.texts("shop_domain"))
_PERSON = payload_shapes.all_of(_OF_SHOP, payload_shapes.inside("customer", payload_shapes.numbers("id")))
_TOLD = payload_shapes.all_of(payload_shapes.only("shop_id", "shop_domain"), _OF_SHOP)
_ID = payload_shapes.all_of(payload_shapes.only("id"), payload_shapes.numbers("id"))
_BULK = payload_shapes.record("BulkOperation", "status")
_SHOP = payload_shapes.all_of(payload_shapes.numbers("id"), payload_shapes.texts("myshopify_domain", "plan_name"))
_MISC, _ORDERS, _PRODUCTS = Category.MISCELLANEOUS, Category.ORDERS, Category.PRODUCTS
_ORDER = payload_shapes.all_of(payload_shapes.record("Order"), payload_shapes.numbers("id"))
_EDIT = payload_shapes.inside("order_edit", payload_shapes.numbers("order_id"))
_PAYMENT = payload_shapes.all_of(payload_shapes.record("OrderTransaction"), payload_shapes.numbers("order_id"))
_BY_ID, _BY_ORDER = lanes.by("order", "id"), lanes.by("order", "order_id")
_NEW, _UPDATE, _CANCELLED = "orders.new_orders", "orders.update_orders", "orders.cancelled_orders"
_REFUND = payload_shapes.all_of(payload_shapes.record("Refund"), payload_shapes.numbers("order_id"))
_RETURN, _BY_RETURN = payload_shapes.record("Return"), lanes.inside("order", "order")
_PRODUCT = payload_shapes.all_of(payload_shapes.record("Product"), payload_shapes.numbers("id"))
_BY_PRODUCT = lanes.by("product", "id")
_LEVEL = payload_shapes.all_of(
    payload_shapes.record("InventoryLevel", "available", "updated_at"),
    payload_shapes.numbers("inventory_item_id", "location_id"),
)
_BY_LEVEL = lanes.by("level", "inventory_item_id", "location_id")
_RETURNS, _SYNC = "orders.returns", "products.sync"
_ASKED, _ERASED = compliance.DATA_REQUEST, compliance.CUSTOMER_REDACT
_REQUESTED = payload_shapes.all_of(_PERSON, payload_shapes.has("orders_requested"))
_REDACTED = payload_shapes.all_of(_PERSON, payload_shapes.has("orders_to_redact"))

TOPICS: tuple[Topic, ...] = (
    Topic("orders/create", "New orders", _ORDERS, orders.ORDER, _ORDER, _BY_ID, _NEW),
    Topic("orders/cancelled", "Cancelled orders", _ORDERS, orders.ORDER, _ORDER, _BY_ID, _CANCELLED),
    Topic("order_transactions/create", "Payment status", _ORDERS, orders.OF_ORDER, _PAYMENT, _BY_ORDER, _UPDATE),
    Topic("orders/paid", "Paid orders", _ORDERS, orders.ORDER, _ORDER, _BY_ID, _UPDATE),
    Topic("orders/updated", "Updated orders", _ORDERS, orders.ORDER, _ORDER, _BY_ID, _UPDATE),
    Topic("orders/edited", "Edited orders", _ORDERS, orders.EDITED, _EDIT, _BY_ORDER, _UPDATE),
    Topic("refunds/create", "Refunds", _ORDERS, returns.REFUND, _REFUND, _BY_ORDER, _RETURNS),
    *(
        Topic(
            f"returns/{what}",
            f"Returns: {what}",
            _ORDERS,
            returns.RETURN,
            _RETURN,
            _BY_RETURN,
            _RETURNS,
            learned=lanes.of_order,
        )
        for what in ("request", "approve", "decline", "cancel", "close", "reopen", "process", "update")
    ),
    Topic("inventory_levels/update", "Inventory level update", Category.INVENTORY, stock.LEVEL, _LEVEL, _BY_LEVEL),
    Topic("products/create", "New products", _PRODUCTS, products.PRODUCT, _PRODUCT, _BY_PRODUCT, _SYNC),
    Topic("products/update", "Updated products", _PRODUCTS, products.PRODUCT, _PRODUCT, _BY_PRODUCT, _SYNC),
    Topic("products/delete", "Delete products", _PRODUCTS, products.DELETED, _ID, _BY_PRODUCT, _SYNC),
    Topic("bulk_operations/finish", "Bulk operation finished", _MISC, bulk.FINISHED, _BULK, every_shop=True),
    Topic("app/uninstalled", "App uninstalled", _MISC, uninstalled.UNINSTALLED, _SHOP, every_shop=True),
    Topic("customers/data_request", "Customer asks for data", _MISC, _ASKED, _REQUESTED, by_api=False, once=True),
    Topic("customers/redact", "Erase a customer", _MISC, _ERASED, _REDACTED, by_api=False, once=True),
    Topic("shop/redact", "Erase a shop", _MISC, compliance.SHOP_REDACT, _TOLD, by_api=False),
)
BY_NAME: dict[str, Topic] = {topic.name: topic for topic in TOPICS}


def subscribable() -> list[Known]:
    """For the floor below, where a job compares them with what the shop has."""
    return [Known(topic.name, topic.every_shop, topic.backed_by) for topic in TOPICS if topic.by_api]


def of_page(page: Category) -> list[Topic]:
    """Topics that a category's page offers to switch."""
    return [topic for topic in TOPICS if topic.page == page and topic.by_api]
