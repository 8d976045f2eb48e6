"""Compiles the text of a bulk query into its plan."""

from collections.abc import Iterator
from dataclasses import replace

from graphql import (
    FieldNode,
    GraphQLEnumType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLString,
    GraphQLUnionType,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
    is_non_null_type,
)
from graphql.execution.values import get_argument_values

from sandbox.bulk.plan import Field, Plan, Selection
from sandbox.bulk.query_rules import Refusal, operation_of
from sandbox.bulk.query_shape import Fragments, definition, fields_of, is_connection, listed, named_type
from sandbox.graphql.errors import UNSUPPORTED
from sandbox.graphql.schema import admin_schema


def compile_query(text: str) -> Plan:
    """Compiles a query. Raises Refusal in Shopify's words, or in ours.

    Ours are for what Shopify may allow and this store can't do.
    """
    operation, fragments = operation_of(text)
    schema = admin_schema()
    root = schema.query_type
    assert root is not None  # Shopify's schema has one
    compiled = Compiler(schema, fragments).selection(operation.selection_set, root)
    found = compiled.fields[0][1]
    if not found.connection:
        raise _unsupported(f"a bulk query whose top-level field is no connection ({found.name})")
    return Plan(found, text)


def _unsupported(what: str) -> Refusal:
    return Refusal(f"{UNSUPPORTED}: {what}")


class Compiler:
    def __init__(self, schema: GraphQLSchema, fragments: Fragments) -> None:
        self.schema = schema
        self.fragments = fragments

    def selection(self, selections: SelectionSetNode | None, within: GraphQLNamedType) -> Selection:
        found: dict[tuple[str, frozenset[str] | None], Field] = {}
        for owner, node in fields_of(self.schema, self.fragments, selections, within):
            types = None if owner is within else self._names(owner)
            part = self._field(owner, node)
            before = found.get((part.key, types))
            found[part.key, types] = _merged(before, part) if before else part
        return Selection(tuple((types, part) for (_, types), part in found.items()))

    def _names(self, condition: GraphQLNamedType) -> frozenset[str]:
        if isinstance(condition, GraphQLInterfaceType | GraphQLUnionType):
            return frozenset(kind.name for kind in self.schema.get_possible_types(condition))
        return frozenset({condition.name})

    def _field(self, owner: GraphQLNamedType, node: FieldNode) -> Field:
        if node.directives:
            raise _unsupported(f"a directive in a bulk query (on {node.name.value})")
        key = (node.alias or node.name).value
        if node.name.value == "__typename":
            return Field(key, "__typename", {}, leaf=GraphQLString)
        defined = definition(owner, node.name.value)
        named = get_named_type(defined.type)
        part = Field(
            key,
            node.name.value,
            get_argument_values(defined, node),
            kind="" if is_abstract_type(named) else named.name,
            listed=listed(defined.type),
            required=is_non_null_type(defined.type),
        )
        if isinstance(named, GraphQLScalarType | GraphQLEnumType):
            return replace(part, leaf=named)
        if is_connection(named):
            return self._connection(part, node, named)
        inner = self.selection(node.selection_set, named)
        if any(deeper.connection for _, deeper in inner.fields):
            raise _unsupported(f"a connection inside the object {node.name.value} of a bulk query")
        return replace(part, selection=inner)

    def _connection(self, part: Field, node: FieldNode, connection: GraphQLNamedType) -> Field:
        """Compiles edges { node }; a cursor and pageInfo are passed over."""
        for edges in self._named(node, connection, "edges"):
            edge = named_type(connection, "edges")
            for inner in self._named(edges, edge, "node"):
                kind = named_type(edge, "node")
                name = "" if is_abstract_type(kind) else kind.name
                return replace(part, connection=True, kind=name, selection=self.selection(inner.selection_set, kind))
        raise _unsupported(f"a connection without edges {{ node }} in a bulk query ({node.name.value})")

    def _named(self, node: FieldNode, kind: GraphQLNamedType, name: str) -> Iterator[FieldNode]:
        found = fields_of(self.schema, self.fragments, node.selection_set, kind)
        return (part for _, part in found if part.name.value == name)


def _merged(first: Field, second: Field) -> Field:
    """Merges a field that is asked for twice."""
    if first.selection is None or second.selection is None:
        return first
    return replace(first, selection=Selection((*first.selection.fields, *second.selection.fields)))
