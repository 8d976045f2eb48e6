"""Computes the cost plan of a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    get_named_type,
    is_leaf_type,
)
from graphql.execution.values import get_argument_values

from sandbox.cost.plan import CONNECTION, MUTATION, ROOT_COUNT, Connection, Part
from sandbox.cost.selection import Selections

FREE_TYPES = frozenset({"MoneyBag", "MoneyV2", "PageInfo"})
EDGES, NODES, NODE = "edges", "nodes", "node"


def plan_of(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    variables: Mapping[str, Any],
) -> Part:
    """Plans the whole document as one part; `variables` are coerced."""
    planner = _Planner(schema, fragments, variables)
    root = schema.get_root_type(operation.operation)
    assert root is not None
    whole = Part("", (), own=0)
    make = planner.payload if operation.operation is OperationType.MUTATION else planner.root
    fields = planner.selections.fields(root, [operation.selection_set])
    whole.branches = [[part for key, nodes in fields.items() if (part := make(root, key, nodes)) is not None]]
    return whole


class _Planner:
    def __init__(
        self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode], variables: Mapping[str, Any]
    ) -> None:
        self.selections = Selections(schema, fragments, variables)
        self._variables = dict(variables)

    def root(self, parent: GraphQLNamedType, key: str, nodes: list[FieldNode]) -> Part | None:
        part = self._field(parent, key, nodes, ())
        if part is not None and nodes[0].name.value.endswith("Count"):
            part.own = ROOT_COUNT
        return part

    def payload(self, parent: GraphQLNamedType, key: str, nodes: list[FieldNode]) -> Part | None:
        """Prices a mutation itself, and what the payload's objects hold.

        The objects right in the payload are free.
        """
        part = self._field(parent, key, nodes, ())
        if part is None:
            return None
        part.own = MUTATION
        part.branches = [
            [child for child in branch if not child.path[-1].lower().endswith("usererrors")] for branch in part.branches
        ]
        for branch in part.branches:
            for child in branch:
                child.own = 0
        return part

    def _field(self, parent: GraphQLNamedType, key: str, nodes: list[FieldNode], above: tuple[str, ...]) -> Part | None:
        """Plans a field; None for one that is free."""
        definition = parent.fields.get(nodes[0].name.value) if hasattr(parent, "fields") else None
        kind = get_named_type(definition.type) if definition is not None else None
        if definition is None or kind is None or is_leaf_type(kind) or kind.name in FREE_TYPES:
            return None
        path = (*above, key)
        sets = [node.selection_set for node in nodes if node.selection_set]
        if kind.name.endswith("Connection") and isinstance(kind, GraphQLObjectType) and EDGES in kind.fields:
            arguments = get_argument_values(definition, nodes[0], self._variables)
            size = arguments.get("first") or arguments.get("last") or 0
            return self._connection(kind, key, sets, path, size)
        return Part(key, path, branches=self._branches(kind, sets, path))

    def _branches(
        self, kind: GraphQLNamedType, sets: list[SelectionSetNode], path: tuple[str, ...]
    ) -> list[list[Part]]:
        return [
            [
                part
                for key, nodes in self.selections.fields(candidate, sets).items()
                if (part := self._field(candidate, key, nodes, path)) is not None
            ]
            for candidate in self.selections.candidates(kind, sets)
        ]

    def _connection(
        self, kind: GraphQLObjectType, key: str, sets: list[SelectionSetNode], path: tuple[str, ...], size: int
    ) -> Connection:
        found = Connection(key, path, own=CONNECTION, size=size)
        for inner, nodes in self.selections.fields(kind, sets).items():
            if nodes[0].name.value == NODES:
                found.lists.append(((inner,), self._nodes(kind, nodes, (*path, inner))))
            elif nodes[0].name.value == EDGES:
                edge: Any = get_named_type(kind.fields[EDGES].type)
                below = [node.selection_set for node in nodes if node.selection_set]
                for key_of_node, chosen in self.selections.fields(edge, below).items():
                    if chosen[0].name.value == NODE:
                        part = self._nodes(edge, chosen, (*path, inner, key_of_node))
                        found.lists.append(((inner, key_of_node), part))
        return found

    def _nodes(self, parent: GraphQLObjectType, nodes: list[FieldNode], path: tuple[str, ...]) -> Part:
        kind = get_named_type(parent.fields[nodes[0].name.value].type)
        sets = [node.selection_set for node in nodes if node.selection_set]
        return Part(path[-1], path, branches=self._branches(kind, sets, path))
