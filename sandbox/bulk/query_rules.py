"""Refuses bulk queries that Shopify refuses, in its words.

The words are those of the Admin API 2026-04 to 2026-10.
"""

from graphql import OperationDefinitionNode, OperationType

from sandbox.bulk.query_shape import Fragments, Measure, Shape
from sandbox.graphql.documents import checked
from sandbox.graphql.schema import admin_schema

BYTES_MAX = 65_535
CONNECTIONS_MAX = 5
DEPTH_MAX = 2

NO_CONNECTION = "Bulk queries must contain at least one connection."
TOO_MANY = "Bulk queries cannot contain more than 5 connections."
TOO_DEEP = "Bulk queries cannot contain connections with a nesting depth greater than 2."
TOP_LEVEL_NODE = "Bulk queries cannot contain a top level `node` field."
IN_LIST = "Queries that contain a connection field within a list field are not currently supported."
NOT_A_QUERY = "Invalid operation type. Only `query` operations are supported."
ONE_ROOT = "Bulk queries must contain exactly one top-level field."
BY_NODES = (
    "All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: "
    "'products {{ edges {{ node {{'. Selecting via 'nodes' is not supported. Invalid connection fields: '{}'."
)
WITHOUT_ID = (
    "The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' "
    "return type. Connection fields without 'id': {}."
)


class Refusal(Exception):
    """Refuses a bulk query; `messages` become userErrors, one each."""

    def __init__(self, *messages: str) -> None:
        super().__init__(" ".join(messages))
        self.messages = messages


def operation_of(text: str) -> tuple[OperationDefinitionNode, Fragments]:
    """Finds the text's one query that keeps all rules, or raises Refusal."""
    if not text.strip():
        raise Refusal("Invalid bulk query: syntax error, unexpected end of file")
    size = len(text.encode())
    if size > BYTES_MAX:
        raise Refusal(f"Query is too large ({size} bytes; maximum is {BYTES_MAX} bytes)")
    document = checked(text)
    if any(node.operation is not OperationType.QUERY for node in document.operations):
        raise Refusal(NOT_A_QUERY)
    if document.errors:
        raise Refusal(f"Invalid bulk query: {document.errors[0].message}")
    if len(document.operations) != 1:
        raise Refusal(f"Invalid bulk query: one operation is expected, {len(document.operations)} were given")
    operation = document.operations[0]
    if operation.variable_definitions:
        name = operation.variable_definitions[0].variable.name.value
        raise Refusal(f"Invalid bulk query: variables are not supported: ${name}")
    told = broken_rules(Measure(admin_schema(), document.fragments).of(operation.selection_set))
    if len(operation.selection_set.selections) > 1 and not told:
        told.append(ONE_ROOT)
    if told:
        raise Refusal(*told)
    return operation, document.fragments


def broken_rules(shape: Shape) -> list[str]:
    told = []
    if shape.by_nodes:
        told.append(BY_NODES.format("', '".join(shape.by_nodes)))
    if shape.top_level_node:
        told.append(TOP_LEVEL_NODE)
    if shape.depth > DEPTH_MAX:
        told.append(TOO_DEEP)
    if shape.connections > CONNECTIONS_MAX:
        told.append(TOO_MANY)
    if shape.without_id:
        told.append(WITHOUT_ID.format(", ".join(shape.without_id)))
    if shape.in_list:
        told.append(IN_LIST)
    if not shape.connections and told in ([], [TOP_LEVEL_NODE]):
        told.append(NO_CONNECTION)
    return told
