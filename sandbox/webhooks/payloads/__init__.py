"""Payloads have the old REST API's shapes: numeric ids, the shop's time."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.state.base import Node
from sandbox.state.store import Store
from sandbox.webhooks.payloads import (
    bulk,
    fulfillments,
    inventory,
    orders,
    products,
    refunds_and_customers,
    returns,
    shop,
)

Builder = Callable[[Store, Any, Mapping[str, Any]], dict[str, Any]]

BUILDERS: dict[str, Builder] = {
    "orders/create": orders.order,
    "orders/updated": orders.order,
    "orders/paid": orders.order,
    "orders/cancelled": orders.order,
    "orders/fulfilled": orders.order,
    "orders/partially_fulfilled": orders.order,
    "orders/edited": orders.edited,
    "order_transactions/create": refunds_and_customers.transaction,
    "refunds/create": refunds_and_customers.refund,
    "returns/request": returns.whole,
    "returns/approve": returns.whole,
    "returns/decline": returns.whole,
    "returns/cancel": returns.whole,
    "returns/close": returns.whole,
    "returns/reopen": returns.whole,
    "returns/process": returns.whole,
    "returns/update": returns.short,
    "fulfillments/create": fulfillments.fulfillment,
    "fulfillments/update": fulfillments.fulfillment,
    "inventory_levels/update": inventory.level,
    "inventory_levels/connect": inventory.level,
    "inventory_levels/disconnect": inventory.gone,
    "inventory_items/update": inventory.item,
    "products/create": products.product,
    "products/update": products.product,
    "products/delete": products.gone,
    "collections/update": products.collection,
    "customers/update": refunds_and_customers.customer,
    "bulk_operations/finish": bulk.operation,
    "app/uninstalled": shop.shop,
}


def build(store: Store, topic: str, record: Node, extra: Mapping[str, Any]) -> dict[str, Any] | None:
    """Builds a topic's payload; None for topics without one."""
    builder = BUILDERS.get(topic)
    return builder(store, record, extra) if builder else None
