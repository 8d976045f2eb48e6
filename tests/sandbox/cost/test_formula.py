"""Costs that were recorded for such documents, and what is given back."""

import json
from typing import Any

import pytest

from sandbox.cost.bucket import Buckets
from sandbox.graphql.execute import execute
from sandbox.state.store import Store
from sandbox.world import World
from tests.sandbox.graphql.asking import VERSION, ask
from tests.sandbox.shops import small_store

ORDER = 'order(id: "gid://shopify/Order/1")'


@pytest.fixture
def world() -> World:
    """Its bucket's time stands still."""
    made = World(small_store())
    made.buckets = Buckets(lambda: 0.0)
    return made


def cost(world: World, text: str, variables: Any = None) -> tuple[int, int | None]:
    told = ask(world, text, variables)["extensions"]["cost"]
    return told["requestedQueryCost"], told["actualQueryCost"]


@pytest.mark.parametrize(("size", "points"), [(0, 2), (1, 3), (5, 5), (10, 6), (20, 7), (50, 9), (100, 11), (250, 13)])
def test_a_connection_of_plain_nodes(world: World, size: int, points: int) -> None:
    assert cost(world, f"{{ products(first: {size}) {{ nodes {{ id }} }} }}")[0] == points


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("{ shop { name } }", 1),
        ("{ shop { plan { shopifyPlus } } }", 2),
        (f"{{ {ORDER} {{ totalPriceSet {{ shopMoney {{ amount }} }} }} }}", 1),
        (f"{{ {ORDER} {{ lineItems(first: 10) {{ edges {{ node {{ id }} }} pageInfo {{ hasNextPage }} }} }} }}", 7),
        ("{ products(first: 10) { nodes { variants(first: 5) { nodes { id } } } } }", 2 + 4 * (1 + 5)),
        ("{ a: shop { name } b: shop { name } }", 2),
        ("{ shop { name } ...More } fragment More on QueryRoot { shop { id plan { shopifyPlus } } }", 2),
        ("{ shop { name } ... @skip(if: true) { b: shop { id } } }", 1),
        ('{ node(id: "gid://shopify/Shop/1") { ... on Shop { plan { shopifyPlus } } ... on Order { id } } }', 2),
        ("{ productsCount { count } }", 10),
    ],
)
def test_what_is_asked_for(world: World, text: str, points: int) -> None:
    assert cost(world, text)[0] == points


def test_page_sizes_in_variables(world: World) -> None:
    text = "query ($n: Int = 5) { products(first: $n) { nodes { id } } }"
    assert (cost(world, text)[0], cost(world, text, {"n": 50})[0]) == (5, 9)


def test_a_mutation_has_a_price_and_its_payload_is_free(world: World) -> None:
    tags = 'tagsAdd(id: "gid://shopify/Product/1", tags: ["a"])'
    assert cost(world, f"mutation {{ {tags} {{ node {{ id }} userErrors {{ message }} }} }}")[0] == 10


def test_what_was_not_needed_is_given_back(world: World) -> None:
    text = "{ products(first: 250) { nodes { id variants(first: 100) { nodes { id } } } } }"
    asked, used = cost(world, text)
    assert asked == 2 + 11 * (1 + 2 + 9)
    # Three products, at most two variants: 2 + 2 x (1 + 2 + 1).
    assert used == 10
    assert world.buckets.status("sandbox-key")["currentlyAvailable"] == 2000 - used


def test_nothing_found_costs_nothing_but_the_connection(world: World) -> None:
    assert cost(World(Store()), "{ products(first: 250) { nodes { id } } }") == (13, 2)
    assert cost(world, '{ product(id: "gid://shopify/Product/1") { id } }') == (1, 0)


def test_throttled_with_status_200(world: World) -> None:
    world.buckets.drain("sandbox-key")
    body = json.dumps({"query": "{ products(first: 100) { nodes { id } } }"}).encode()
    answer = execute(world, world.access.app("sandbox-key").caller(), VERSION, body)
    found = json.loads(answer.body)
    assert answer.status == 200
    [entry] = found["errors"]
    assert (entry["message"], entry["extensions"]["code"]) == ("Throttled", "THROTTLED")
    assert "data" not in found
    told = found["extensions"]["cost"]
    assert (told["requestedQueryCost"], told["actualQueryCost"]) == (11, None)
    assert told["throttleStatus"]["currentlyAvailable"] == 0


def test_too_dear_for_any_bucket(world: World) -> None:
    inner = "variants(first: 250) { nodes { product { variants(first: 250) { nodes { id } } } } }"
    found = ask(world, f"{{ products(first: 250) {{ nodes {{ {inner} }} }} }}")
    [entry] = found["errors"]
    assert entry["extensions"]["code"] == "MAX_COST_EXCEEDED"
    assert entry["extensions"]["cost"] == 2 + 11 * (1 + 2 + 11 * (1 + 1 + 13))
    assert entry["extensions"]["maxCost"] == 1000
    assert world.buckets.status("sandbox-key")["currentlyAvailable"] == 2000


def test_the_cost_of_each_field_on_request(world: World) -> None:
    body = json.dumps({"query": "{ products(first: 5) { nodes { variants(first: 1) { nodes { id } } } } }"}).encode()
    answer = execute(world, world.access.app("sandbox-key").caller(), VERSION, body, cost_debug=True)
    assert json.loads(answer.body)["extensions"]["cost"]["fields"] == [
        {"path": ["products"], "definedCost": 2, "requestedTotalCost": 14, "requestedChildrenCost": 12},
        {
            "path": ["products", "nodes", "variants"],
            "definedCost": 2,
            "requestedTotalCost": 3,
            "requestedChildrenCost": 1,
        },
    ]
