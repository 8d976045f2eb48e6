"""INVALID_VARIABLE: every problem of a variable, and where in it."""

from typing import Any

import pytest

from sandbox.world import World
from tests.sandbox.graphql.asking import ask, error

SET = (
    "mutation ($input: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $input) { userErrors { code } } }"
)
ONE = "query ($id: ID!) { product(id: $id) { id } }"
NULL = "Expected value to not be null"
ITEM, PLACE = "gid://shopify/InventoryItem/1", "gid://shopify/Location/1"
GOOD = {"inventoryItemId": ITEM, "locationId": PLACE, "quantity": 1}


def quantities(*entries: Any) -> dict[str, Any]:
    return {"input": {"name": "available", "reason": "correction", "quantities": list(entries)}}


TABLE: list[tuple[str, dict[str, Any] | None, str, list[dict[str, Any]]]] = [
    (ONE, None, "Variable $id of type ID! was provided invalid value", [{"path": [], "explanation": NULL}]),
    (ONE, {"id": None}, "Variable $id of type ID! was provided invalid value", [{"path": [], "explanation": NULL}]),
    (
        ONE,
        {"id": "x"},
        "Variable $id of type ID! was provided invalid value",
        [{"path": [], "explanation": "Invalid global id 'x'", "message": "Invalid global id 'x'"}],
    ),
    (
        "query ($n: Int) { orders(first: $n) { nodes { id } } }",
        {"n": "ten"},
        "Variable $n of type Int was provided invalid value",
        [{"path": [], "explanation": 'Could not coerce value "ten" to Int'}],
    ),
    (
        SET,
        quantities({**GOOD, "compareQuantity": 3}),
        "Variable $input of type InventorySetQuantitiesInput! was provided invalid value for "
        "quantities.0.compareQuantity (Field is not defined on InventoryQuantityInput)",
        [
            {
                "path": ["quantities", 0, "compareQuantity"],
                "explanation": "Field is not defined on InventoryQuantityInput",
            }
        ],
    ),
    (
        SET,
        {"input": {"name": "available", "quantities": [GOOD]}},
        f"Variable $input of type InventorySetQuantitiesInput! was provided invalid value for reason ({NULL})",
        [{"path": ["reason"], "explanation": NULL}],
    ),
    (
        "query ($key: OrderSortKeys) { orders(first: 1, sortKey: $key) { nodes { id } } }",
        {"key": "AGE"},
        "Variable $key of type OrderSortKeys was provided invalid value",
        [
            {
                "path": [],
                "explanation": 'Expected "AGE" to be one of: CREATED_AT, CURRENT_TOTAL_PRICE, CUSTOMER_NAME, '
                "DESTINATION, FINANCIAL_STATUS, FULFILLMENT_STATUS, ID, ORDER_NUMBER, PO_NUMBER, PROCESSED_AT, "
                "RELEVANCE, TOTAL_ITEMS_QUANTITY, TOTAL_PRICE, UPDATED_AT",
            }
        ],
    ),
]


@pytest.mark.parametrize(("document", "variables", "message", "problems"), TABLE)
def test_a_variable_that_does_not_fit(
    world: World, document: str, variables: dict[str, Any] | None, message: str, problems: list[dict[str, Any]]
) -> None:
    found = error(world, document, variables)
    assert found["message"] == message
    assert found["extensions"]["code"] == "INVALID_VARIABLE"
    assert found["extensions"]["problems"] == problems
    assert "path" not in found
    assert found["locations"]


def test_the_value_is_told_back(world: World) -> None:
    given = quantities({**GOOD, "quantity": "many"})
    assert error(world, SET, given)["extensions"]["value"] == given["input"]


def test_one_error_for_each_variable(world: World) -> None:
    document = "query ($a: ID!, $b: ID!) { a: product(id: $a) { id } b: product(id: $b) { id } }"
    assert len(ask(world, document, {"a": "1", "b": "2"})["errors"]) == 2


def test_a_single_value_may_stand_for_a_list(world: World) -> None:
    document = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    gid = next(iter(world.store.products.values())).gid
    assert ask(world, document, {"ids": gid})["data"] == {"nodes": [{"id": gid}]}


def test_too_long_a_list(world: World) -> None:
    found = error(world, SET, quantities(*[GOOD] * 251))
    assert found["message"] == "The input array size of 251 is greater than the maximum allowed of 250."
    assert found["extensions"] == {"code": "MAX_INPUT_SIZE_EXCEEDED"}
    assert found["path"] == ["inventorySetQuantities", "input", "quantities"]
