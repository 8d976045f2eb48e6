"""Builds app/uninstalled and the three topics of privacy law.

The first carries the shop, the others the shop and a person.
"""

from collections.abc import Mapping
from typing import Any

from sandbox.state.shop_records import Customer, Shop
from sandbox.state.store import Store
from sandbox.webhooks.payloads.common import instant


def shop(store: Store, record: Shop, extra: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": record.id,
        "name": record.name,
        "email": record.email,
        "domain": record.myshopify_domain,
        "myshopify_domain": record.myshopify_domain,
        "currency": record.currency_code,
        "iana_timezone": record.iana_timezone,
        "plan_name": record.plan_name.lower(),
        "plan_display_name": record.plan_name,
        "taxes_included": record.taxes_included,
        "created_at": instant(store, record.created_at),
    }


def person(store: Store, customer: Customer | None, orders_as: str = "") -> dict[str, Any]:
    """Names the customer's orders under `orders_as`.

    These are orders_requested or orders_to_redact. Without a customer it is the shop alone (shop/redact).
    """
    told: dict[str, Any] = {"shop_id": store.shop.id, "shop_domain": store.shop.myshopify_domain}
    if customer is None:
        return told
    told["customer"] = {"id": customer.id, "email": customer.email, "phone": customer.phone}
    told[orders_as] = [order.id for order in store.orders_of_customer(customer.id)]
    if orders_as == "orders_requested":
        told["data_request"] = {"id": store.next_id("DataRequest")}
    return told
