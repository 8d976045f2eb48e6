"""Measures a bulk query: its connections and where they lie."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionSetNode,
    get_named_type,
    is_list_type,
)
from graphql.type import GraphQLOutputType

Fragments = Mapping[str, FragmentDefinitionNode]


@dataclass
class Shape:
    """Counts connections; `depth` counts those above one: a root has 0."""

    connections: int = 0
    depth: int = 0
    top_level_node: bool = False
    in_list: bool = False
    by_nodes: list[str] = field(default_factory=list)
    without_id: list[str] = field(default_factory=list)


def is_connection(kind: GraphQLNamedType) -> bool:
    return isinstance(kind, GraphQLObjectType) and kind.name.endswith("Connection") and "edges" in kind.fields


def listed(kind: GraphQLOutputType) -> bool:
    return is_list_type(kind.of_type if isinstance(kind, GraphQLNonNull) else kind)


def definition(kind: GraphQLNamedType, name: str) -> GraphQLField:
    """Finds the field of a type; the document is valid already."""
    found: GraphQLField = kind.fields[name]  # type: ignore[attr-defined]
    return found


def named_type(kind: GraphQLNamedType, name: str) -> GraphQLNamedType:
    """Finds the field's type, without lists and non-nulls."""
    return get_named_type(definition(kind, name).type)


def fields_of(
    schema: GraphQLSchema, fragments: Fragments, selections: SelectionSetNode | None, within: GraphQLNamedType
) -> Iterator[tuple[GraphQLNamedType, FieldNode]]:
    """Lists fields with the type that has them; fragments are opened."""
    for node in selections.selections if selections else ():
        if isinstance(node, FieldNode):
            yield within, node
        elif isinstance(node, InlineFragmentNode):
            condition = node.type_condition
            inner = schema.type_map[condition.name.value] if condition else within
            yield from fields_of(schema, fragments, node.selection_set, inner)
        elif isinstance(node, FragmentSpreadNode):
            found = fragments[node.name.value]
            inner = schema.type_map[found.type_condition.name.value]
            yield from fields_of(schema, fragments, found.selection_set, inner)


class Measure:
    """Walks a document that is valid against the schema."""

    def __init__(self, schema: GraphQLSchema, fragments: Fragments) -> None:
        self.schema = schema
        self.fragments = fragments
        self.shape = Shape()

    def of(self, selections: SelectionSetNode) -> Shape:
        root = self.schema.query_type
        assert root is not None  # Shopify's schema has one
        names = [node.name.value for _, node in fields_of(self.schema, self.fragments, selections, root)]
        self.shape.top_level_node = "node" in names or "nodes" in names
        self._walk(selections, root, 0, False)
        return self.shape

    def _walk(self, selections: SelectionSetNode | None, within: GraphQLNamedType, depth: int, in_list: bool) -> None:
        for owner, node in fields_of(self.schema, self.fragments, selections, within):
            if not isinstance(owner, GraphQLObjectType | GraphQLInterfaceType) or node.name.value.startswith("__"):
                continue
            kind = owner.fields[node.name.value].type
            named = get_named_type(kind)
            if is_connection(named):
                self._connection(node, named, depth, in_list)
            else:
                self._walk(node.selection_set, named, depth, in_list or listed(kind))

    def _connection(self, node: FieldNode, kind: GraphQLNamedType, depth: int, in_list: bool) -> None:
        shape = self.shape
        shape.connections += 1
        shape.depth = max(shape.depth, depth)
        shape.in_list = shape.in_list or in_list
        for _, part in fields_of(self.schema, self.fragments, node.selection_set, kind):
            if part.name.value == "nodes":
                shape.by_nodes.append(node.name.value)
                self._nodes(node, part, kind, depth)
            elif part.name.value == "edges":
                edge = named_type(kind, "edges")
                for _, inner in fields_of(self.schema, self.fragments, part.selection_set, edge):
                    if inner.name.value == "node":
                        self._nodes(node, inner, edge, depth)

    def _nodes(self, connection: FieldNode, node: FieldNode, owner: GraphQLNamedType, depth: int) -> None:
        kind = named_type(owner, node.name.value)
        before = self.shape.connections
        self._walk(node.selection_set, kind, depth + 1, False)
        if self.shape.connections > before and not self._has_id(node, kind):
            self.shape.without_id.append(connection.name.value)

    def _has_id(self, node: FieldNode, kind: GraphQLNamedType) -> bool:
        found = fields_of(self.schema, self.fragments, node.selection_set, kind)
        return any(part.name.value == "id" and part.alias is None for _, part in found)
