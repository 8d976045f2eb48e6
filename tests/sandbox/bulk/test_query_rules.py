"""What may not run as a bulk query, in Shopify's words."""

import pytest

from sandbox.bulk import query_rules
from sandbox.bulk.compiler import compile_query
from sandbox.bulk.query_rules import Refusal
from shopify_client import documents
from shopify_client.documents.inline import inline

SIX = """{ products { edges { node { id
    variants { edges { node { id } } } metafields { edges { node { id } } } collections { edges { node { id } } }
    media { edges { node { id } } } sellingPlanGroups { edges { node { id } } } } } } }"""
FOUR_DEEP = """{ collections { edges { node { id products { edges { node { id variants { edges { node { id
    metafields { edges { node { id } } } } } } } } } } } } }"""
NO_NODES = (
    "All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: 'products { edges "
    "{ node {'. Selecting via 'nodes' is not supported. Invalid connection fields: '%s'."
)
NO_ID = (
    "The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' "
    "return type. Connection fields without 'id': products."
)

REFUSED = {
    "nothing": ("", ["Invalid bulk query: syntax error, unexpected end of file"]),
    "nodes": ("{ products { nodes { id } } }", [NO_NODES % "products"]),
    "nodes below": (
        "{ products { edges { node { id variants { nodes { id } } } } } }",
        [NO_NODES % "variants"],
    ),
    "a top level node": (
        '{ node(id: "gid://shopify/Product/1") { id } }',
        [
            "Bulk queries cannot contain a top level `node` field.",
            "Bulk queries must contain at least one connection.",
        ],
    ),
    "no connection": ("{ shop { id } }", ["Bulk queries must contain at least one connection."]),
    "too deep": (
        FOUR_DEEP,
        ["Bulk queries cannot contain connections with a nesting depth greater than 2."],
    ),
    "six connections": (SIX, ["Bulk queries cannot contain more than 5 connections."]),
    "a parent without id": ("{ products { edges { node { title variants { edges { node { id } } } } } } }", [NO_ID]),
    "a parent with an aliased id": (
        "{ products { edges { node { gid: id variants { edges { node { id } } } } } } }",
        [NO_ID],
    ),
    "a mutation": (
        'mutation { productDelete(input: {id: "gid://shopify/Product/1"}) { deletedProductId } }',
        ["Invalid operation type. Only `query` operations are supported."],
    ),
    "a connection in a list": (
        "{ orders { edges { node { id fulfillments { events { edges { node { id } } } } } } } }",
        ["Queries that contain a connection field within a list field are not currently supported."],
    ),
    "two roots": (
        "{ products { edges { node { id } } } orders { edges { node { id } } } }",
        ["Bulk queries must contain exactly one top-level field."],
    ),
    "an unknown field": (
        "{ products { edges { node { id colour } } } }",
        ["Invalid bulk query: Field 'colour' doesn't exist on type 'Product'"],
    ),
    "variables": (
        "query ($q: String) { products(query: $q) { edges { node { id } } } }",
        ["Invalid bulk query: variables are not supported: $q"],
    ),
    "too large": (
        '{ products(query: "%s") { edges { node { id } } } }' % ("x" * 65_536),
        ["Query is too large (65585 bytes; maximum is 65535 bytes)"],
    ),
    "two operations": (
        "query A { products { edges { node { id } } } } query B { products { edges { node { id } } } }",
        ["Invalid bulk query: one operation is expected, 2 were given"],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_is_refused_with_every_rule_that_it_breaks(name: str) -> None:
    text, messages = REFUSED[name]
    with pytest.raises(Refusal) as refused:
        compile_query(text)
    assert list(refused.value.messages) == messages


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{ shop { id metafields { edges { node { id } } } } }", "inside the object shop"),
        ("{ products { edges { node { id @include(if: true) } } } }", "directive"),
        ("{ products { edges { cursor } } }", "without edges { node }"),
        ("{ products { pageInfo { hasNextPage } } }", "without edges { node }"),
    ],
)
def test_refuses_by_its_own_name_what_shopify_may_allow_and_this_store_can_not_do(text: str, told: str) -> None:
    with pytest.raises(Refusal, match="EMULATOR_UNSUPPORTED") as refused:
        compile_query(text)
    assert told in str(refused.value)


def test_five_connections_two_deep_are_the_most_that_pass() -> None:
    plan = compile_query(inline(documents.load("bulk_orders"), {"query": "status:any"}))
    assert (plan.root.name, plan.root.args["query"]) == ("orders", "status:any")
    inline_fields, connections = plan.root.selection.of("Order")
    assert [part.key for part in connections] == ["lineItems", "shippingLines", "fulfillmentOrders"]
    assert "name" in [part.key for part in inline_fields]


def test_the_syntax_error_says_where() -> None:
    with pytest.raises(Refusal, match=r"Invalid bulk query: syntax error, .* \[1, 2\]"):
        compile_query("{")


def test_fragments_are_opened_and_fields_asked_twice_are_merged() -> None:
    plan = compile_query("""
        { products { edges { node { ...A options { name } ... on Product { title } } } } }
        fragment A on Product { id options { id } }
    """)
    fields, _ = plan.root.selection.of("Product")
    assert [part.key for part in fields] == ["id", "options", "title"]
    assert [part.key for part in fields[1].selection.of("ProductOption")[0]] == ["id", "name"]


def test_a_condition_on_an_interface_names_the_types_it_lets_pass() -> None:
    plan = compile_query(
        "{ products { edges { node { id featuredMedia { id ... on MediaImage { image { url } } } } } } }"
    )
    media = plan.root.selection.of("Product")[0][1]
    assert media.kind == ""
    assert [part.key for part in media.selection.of("MediaImage")[0]] == ["id", "image"]
    assert [part.key for part in media.selection.of("Video")[0]] == ["id"]


def test_a_query_as_large_as_it_may_be_passes() -> None:
    text = "{ products { edges { node { id } } } }"
    compile_query(text + " " * (query_rules.BYTES_MAX - len(text)))
