"""Scopes and protected customer data: null beside an error that names what is missing."""

from typing import Any

import pytest

from sandbox.access.apps import ALL_SCOPES
from sandbox.graphql.context import Caller
from sandbox.world import World
from tests.sandbox.graphql.asking import ask

PAGE = "https://shopify.dev/api/usage/access-scopes"


def without(*scopes: str, customer_data: int = 2) -> Caller:
    return Caller("sandbox-key", ALL_SCOPES - set(scopes), customer_data)


def order_query(world: World, fields: str) -> str:
    return f'{{ order(id: "{next(iter(world.store.orders.values())).gid}") {{ {fields} }} }}'


def test_a_root_without_its_scope(world: World) -> None:
    found = ask(
        world, "{ shop { name } orders(first: 1) { nodes { id } } }", caller=without("read_orders", "write_orders")
    )
    [entry] = found["errors"]
    assert entry["message"] == "Access denied for orders field. Required access: `read_orders` access scope."
    assert entry["path"] == ["orders"]
    required = "`read_orders` access scope."
    assert entry["extensions"] == {"code": "ACCESS_DENIED", "documentation": PAGE, "requiredAccess": required}


def test_the_write_scope_reads_too(world: World) -> None:
    assert "errors" not in ask(world, order_query(world, "id"), caller=without("read_orders"))


def test_a_nested_field_becomes_null_alone(world: World) -> None:
    caller = without("read_products", "write_products")
    fields = "name lineItems(first: 1) { nodes { quantity product { id } } }"
    found = ask(world, order_query(world, fields), caller=caller)
    assert found["data"]["order"] == {"name": "#1001", "lineItems": {"nodes": [{"quantity": 2, "product": None}]}}
    [entry] = found["errors"]
    assert entry["path"] == ["order", "lineItems", "nodes", 0, "product"]
    assert entry["extensions"]["requiredAccess"] == "`read_products` access scope."


def test_a_mutation_without_its_scope(world: World) -> None:
    text = 'mutation { orderUpdate(input: {id: "gid://shopify/Order/1", note: "x"}) { userErrors { message } } }'
    found = ask(world, text, caller=without("write_orders"))
    assert found["data"] == {"orderUpdate": None}
    assert found["errors"][0]["extensions"]["requiredAccess"] == "`write_orders` access scope."


@pytest.mark.parametrize(
    ("level", "data", "messages"),
    [
        (2, {"customer": {"firstName": "Ada"}, "email": "ada@example.com"}, []),
        (
            1,
            {"customer": {"firstName": None}, "email": None},
            [
                "This app is not approved to use the firstName field. ",
                "This app is not approved to use the email field. ",
            ],
        ),
    ],
)
def test_protected_fields(world: World, level: int, data: dict[str, Any], messages: list[str]) -> None:
    next(iter(world.store.orders.values())).email = "ada@example.com"
    found = ask(world, order_query(world, "customer { firstName } email"), caller=without(customer_data=level))
    assert found["data"] == {"order": data}
    told = [entry["message"] for entry in found.get("errors", [])]
    assert [message.partition("See")[0] for message in told] == messages


def test_without_any_customer_data_orders_are_closed(world: World) -> None:
    found = ask(world, order_query(world, "name"), caller=without(customer_data=0))
    assert found["data"] == {"order": None}
    [entry] = found["errors"]
    assert entry["message"].startswith("This app is not approved to access the Order object.")
    assert entry["extensions"] == {"code": "ACCESS_DENIED"}
