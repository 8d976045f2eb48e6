"""Lines and answers become typed nodes; what cannot, says so and keeps its ids."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from shopify_client.types import BadLine, Connection, LineItem, Location, Order, Product, Variant, decode_line

VARIANT = {
    "__typename": "ProductVariant",
    "id": "gid://shopify/ProductVariant/9007199254740993",
    "__parentId": "gid://shopify/Product/1",
    "legacyResourceId": "9007199254740993",
    "title": "S / Red",
    "sku": None,
    "price": "19.90",
    "createdAt": "2026-01-01T10:00:00Z",
    "updatedAt": "2026-01-02T10:00:00Z",
    "selectedOptions": [{"name": "Size", "value": "S"}],
    "inventoryItem": {"id": "gid://shopify/InventoryItem/5", "measurement": {"weight": {"unit": "GRAMS", "value": 1}}},
    "aFieldOfTheNextVersion": {"x": 1},
}


def line(node: dict[str, Any]) -> bytes:
    return json.dumps(node).encode()


def test_a_node_is_chosen_by_its_typename() -> None:
    found = decode_line(line(VARIANT))
    assert isinstance(found, Variant)
    assert found.parent_id == "gid://shopify/Product/1"
    assert found.price == Decimal("19.90")
    assert str(found.price) == "19.90"
    assert found.updated_at == datetime(2026, 1, 2, 10, tzinfo=UTC)
    assert found.inventory_item.measurement is not None


def test_money_is_exact() -> None:
    bag = {"shopMoney": {"amount": "12345678901234567.89", "currencyCode": "EUR"}}
    node = {
        "__typename": "LineItem",
        "id": "gid://shopify/LineItem/1",
        "name": "x",
        "quantity": 3,
        "currentQuantity": 2,
        "unfulfilledQuantity": 1,
        "originalUnitPriceSet": bag,
    }
    found = decode_line(line(node))
    assert isinstance(found, LineItem)
    assert found.original_unit_price_set.amount == Decimal("12345678901234567.89")


def test_an_answer_without_typenames() -> None:
    page = {"nodes": [{"id": "gid://shopify/Location/1", "name": "Oslo", "isActive": True}]}
    assert msgspec.convert(page, Connection[Location]).nodes[0].name == "Oslo"


def test_a_member_of_a_collection_is_only_an_id() -> None:
    found = decode_line(
        b'{"__typename":"Product","id":"gid://shopify/Product/1","__parentId":"gid://shopify/Collection/2"}'
    )
    assert isinstance(found, Product)
    assert found.updated_at is None


def test_an_unknown_enumeration_value_loses_no_record() -> None:
    assert decode_line(line({**VARIANT, "inventoryPolicy": "SOMETHING_NEW"}))


@pytest.mark.parametrize(
    "raw",
    [
        line({**VARIANT, "price": "cheap"}),
        line({**VARIANT, "price": None}),
        line({**VARIANT, "updatedAt": "yesterday"}),
        line({key: value for key, value in VARIANT.items() if key != "inventoryItem"}),
        line(VARIANT)[:-20],
        line({**VARIANT, "title": "\ud800"}),
        line(VARIANT).replace(b"S / Red", b"\xff\xfe"),
        line({**VARIANT, "__typename": "Unheard"}),
    ],
)
def test_a_bad_line_keeps_its_ids(raw: bytes) -> None:
    with pytest.raises(BadLine) as caught:
        decode_line(raw)
    assert caught.value.raw == raw
    assert caught.value.reason
    assert caught.value.gid == "gid://shopify/ProductVariant/9007199254740993"
    assert caught.value.parent_gid == "gid://shopify/Product/1"


@pytest.mark.parametrize("raw", [b"", b"null", b"[]", b"{", b"[" * 100_000, b'{"__typename":"Order"}', b"\x00"])
def test_what_is_no_node_at_all(raw: bytes) -> None:
    with pytest.raises(BadLine) as caught:
        decode_line(raw)
    assert (caught.value.gid, caught.value.parent_gid) == ("", "")


def test_the_id_of_a_bad_order_is_its_own() -> None:
    order = {"__typename": "Order", "customer": {"id": "gid://shopify/Customer/2"}, "id": "gid://shopify/Order/1"}
    with pytest.raises(BadLine) as caught:
        decode_line(line(order))
    assert caught.value.gid == "gid://shopify/Order/1"


def test_a_customers_address_book_entries() -> None:
    customer = {"id": "gid://shopify/Customer/1", "defaultEmailAddress": {"emailAddress": "a@example.com"}}
    order = {
        "id": "gid://shopify/Order/1",
        "legacyResourceId": "1",
        "name": "#1",
        "createdAt": "2026-01-01T00:00:00Z",
        "updatedAt": "2026-01-01T00:00:00Z",
        "currencyCode": "EUR",
        "totalPriceSet": {"shopMoney": {"amount": "1.00"}},
        "customer": customer,
    }
    found = msgspec.convert(order, Order).customer
    assert found is not None
    assert (found.email, found.phone) == ("a@example.com", "")
