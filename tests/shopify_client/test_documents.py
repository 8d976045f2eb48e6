"""Every document is valid in the version we ask for, and goes out as Shopify wants it."""

from __future__ import annotations

import functools
import gzip
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLSchema, TypeInfo, TypeInfoVisitor, build_schema, parse, print_ast, validate
from graphql.language import FieldNode, OperationDefinitionNode, Visitor, visit

from shopify_client import documents
from shopify_client.documents.inline import inline

SCHEMA = Path(__file__).parents[2] / "sandbox" / "schema"
BULK = ["bulk_products", "bulk_orders", "bulk_collections", "bulk_inventory_levels"]
# Shopify's 2026-10 schema: mutations that take @idempotent. Those it demands it for at run time are among ours.
NEEDS_KEY = {"inventorySetQuantities", "inventoryAdjustQuantities", "inventoryActivate"}


@functools.cache
def schema() -> GraphQLSchema:
    (path,) = SCHEMA.glob("*2026-10*.graphql.gz")
    return build_schema(gzip.decompress(path.read_bytes()).decode(), assume_valid=True)


def test_there_are_enough() -> None:
    assert len(documents.names()) >= 45


@pytest.mark.parametrize("name", documents.names())
def test_valid(name: str) -> None:
    assert [error.message for error in validate(schema(), parse(documents.load(name).text))] == []


class _Deprecated(Visitor):
    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self.types = types
        self.found: list[str] = []

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        definition = self.types.get_field_def()
        if definition is not None and definition.deprecation_reason is not None:
            self.found.append(node.name.value)


@pytest.mark.parametrize("name", documents.names())
def test_no_field_is_on_its_way_out(name: str) -> None:
    types = TypeInfo(schema())
    visitor = _Deprecated(types)
    visit(parse(documents.load(name).text), TypeInfoVisitor(types, visitor))
    assert visitor.found == []


def test_an_invalid_document_would_be_noticed() -> None:
    wrong = documents.from_text("wrong", "query W { orders(first: 1) { nodes { cancelled_at } } }")
    assert validate(schema(), parse(wrong.text))


def test_facts_about_a_document() -> None:
    found = documents.load("order_by_id")
    assert (found.kind, found.operation, found.roots, found.idempotent) == ("query", "OrderById", ("order",), True)
    assert found.text.count("fragment AddressFields") == 1
    with pytest.raises(KeyError):
        documents.load("../errors")


def test_what_may_be_sent_twice() -> None:
    repeatable = {name: documents.load(name).idempotent for name in documents.names()}
    for name in ("fulfillment_create", "order_cancel", "order_update", "bulk_run_query", "order_edit_commit"):
        assert not repeatable[name], name
    for name in ("tags_add", "metafields_set", "inventory_set_quantities", "inventory_adjust_quantities"):
        assert repeatable[name], name


def test_mutations_that_need_a_key_have_one() -> None:
    for name in documents.names():
        document = documents.load(name)
        if NEEDS_KEY & set(document.roots):
            assert "@idempotent(key: $key)" in document.text


@pytest.mark.parametrize("name", BULK)
def test_bulk_documents_follow_the_rules_of_bulk(name: str) -> None:
    """At most five connections, two levels below the root, edges { node }, the id of every parent."""
    text = inline(documents.load(name), {"query": "id:>5"})
    assert [error.message for error in validate(schema(), parse(text))] == []
    (operation,) = parse(text).definitions
    assert isinstance(operation, OperationDefinitionNode)
    assert not operation.variable_definitions
    assert "..." not in text
    assert len(text.encode()) <= 65_535
    (root,) = operation.selection_set.selections
    depths = list(_connections(root, 0))
    assert len(depths) <= 5
    assert max(depths) <= 2
    assert "nodes" not in text


def _connections(field: Any, depth: int) -> list[int]:
    children = [child for child in field.selection_set.selections if child.selection_set] if field.selection_set else []
    edges = [child for child in children if child.name.value == "edges"]
    if not edges:
        return [found for child in children for found in _connections(child, depth)]
    (node,) = edges[0].selection_set.selections
    names = {child.name.value for child in node.selection_set.selections}
    assert {"__typename", "id"} <= names, field.name.value
    return [depth, *(found for child in node.selection_set.selections for found in _connections(child, depth + 1))]


HOSTILE = ["status:open", "name:'#1001'", 'tag:"a"', '") { x } #', "\\", 'a\\"b', '"""', "new\nline", "é", ""]


@pytest.mark.parametrize("value", HOSTILE)
def test_no_search_string_can_break_out(value: str) -> None:
    text = inline(documents.load("bulk_orders"), {"query": value})
    (operation,) = parse(text).definitions
    assert isinstance(operation, OperationDefinitionNode)
    (root,) = operation.selection_set.selections
    given = {argument.name.value: argument.value for argument in root.arguments}  # type: ignore[attr-defined]
    assert given["query"].value == value  # type: ignore[attr-defined]
    assert given.keys() == {"query", "sortKey"}


def test_a_variable_left_out_leaves_out_its_argument() -> None:
    assert "query:" not in inline(documents.load("bulk_orders"))
    assert "query:" not in inline(documents.load("bulk_orders"), {"query": None})


def test_inlining_does_not_change_the_document_itself() -> None:
    before = documents.load("bulk_orders").text
    inline(documents.load("bulk_orders"), {"query": "x"})
    assert documents.load("bulk_orders").text == before == print_ast(parse(before))
    assert "$query" in before


def test_a_document_too_large_for_a_bulk_operation() -> None:
    with pytest.raises(ValueError, match="65,535"):
        inline(documents.load("bulk_orders"), {"query": "x" * 65_535})
