"""Payloads as Shopify sends them, and what becomes of them by chance: values, keys, bytes."""

import json
import random
from typing import Any

_OF_SHOP = {"shop_id": 1, "shop_domain": "green-hill.myshopify.com"}
_PERSON = {"id": 5, "email": "ada@example.com", "phone": None}
_ODD: tuple[Any, ...] = (None, True, -1, 0, 2**63, 1.5, "", "\x00", "\ud800", [], {}, [[]], "x" * 5000)
# Those whose handlers ask nobody.
ALONE: dict[str, Any] = {
    "bulk_operations/finish": {"admin_graphql_api_id": "gid://shopify/BulkOperation/1", "status": "completed"},
    "customers/data_request": {
        **_OF_SHOP,
        "customer": _PERSON,
        "orders_requested": [1, 2],
        "data_request": {"id": 9},
    },
    "customers/redact": {**_OF_SHOP, "customer": {**_PERSON, "phone": "555"}, "orders_to_redact": [1]},
    "shop/redact": _OF_SHOP,
}


def samples(order: int, product: int) -> dict[str, Any]:
    """A payload for each topic but app/uninstalled, whose true effect would end it all; ids are the store's."""
    gid = f"gid://shopify/Order/{order}"
    whole = {
        "id": order,
        "admin_graphql_api_id": gid,
        "name": "#1042",
        "note": "ring twice",
        "total_price": "12.50",
        "line_items": [{"id": 7, "quantity": 2, "price": "6.25", "properties": [], "tax_lines": []}],
        "customer": _PERSON,
    }
    level = {"inventory_item_id": product, "location_id": 1, "available": 4, "updated_at": "2026-11-24T10:00:00-05:00"}
    back = {"admin_graphql_api_id": "gid://shopify/Return/3", "id": 3, "order": {"id": order}, "status": "open"}
    item = {"id": product, "admin_graphql_api_id": f"gid://shopify/Product/{product}", "title": "Shirt", "variants": []}
    of_order = ("orders/create", "orders/cancelled", "orders/paid", "orders/updated")
    return {
        **dict.fromkeys(of_order, whole),
        "order_transactions/create": {
            "id": 8,
            "admin_graphql_api_id": "gid://shopify/OrderTransaction/8",
            "order_id": order,
            "amount": "12.50",
            "kind": "sale",
        },
        "orders/edited": {"order_edit": {"id": 2, "order_id": order, "line_items": {"additions": [], "removals": []}}},
        "refunds/create": {"id": 4, "admin_graphql_api_id": "gid://shopify/Refund/4", "order_id": order},
        "returns/request": back,
        "returns/close": back,
        "inventory_levels/update": {**level, "admin_graphql_api_id": "gid://shopify/InventoryLevel/1?item=1"},
        "products/create": item,
        "products/update": item,
        "products/delete": {"id": product},
        **ALONE,
    }


def mutated(sample: Any, chance: random.Random) -> bytes:
    """Values swapped for others, keys dropped or doubled; then bytes flipped, cut out or repeated."""

    def twist(value: Any) -> Any:
        if chance.random() < 0.2:
            return chance.choice(_ODD)
        if isinstance(value, dict):
            return {key: twist(part) for key, part in value.items() if chance.random() > 0.1}
        if isinstance(value, list):
            return [twist(part) for part in value * chance.choice([1, 1, 2])]
        return value

    body = bytearray(json.dumps(twist(sample)).encode())
    for _ in range(chance.choice([0, 0, 1, 3])):
        if body:
            place = chance.randrange(len(body))
            body[place] ^= 1 << chance.randrange(8)
    if body and chance.random() < 0.15:
        del body[chance.randrange(len(body)) :]
    return bytes(body)
