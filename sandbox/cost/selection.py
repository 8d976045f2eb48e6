"""Opens fragments and lists the fields of a selection.

It does so for one type that can stand there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSkipDirective,
    GraphQLUnionType,
    SelectionSetNode,
    is_abstract_type,
)
from graphql.execution.values import get_directive_values

Fields = dict[str, list[FieldNode]]  # by the key in the answer


class Selections:
    def __init__(
        self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode], variables: Mapping[str, Any]
    ) -> None:
        self.schema = schema
        self._fragments = fragments
        self._variables = dict(variables)

    def candidates(self, kind: GraphQLNamedType, sets: Iterable[SelectionSetNode]) -> list[GraphQLNamedType]:
        """Lists the type and, for abstract ones, those that fragments name."""
        if not is_abstract_type(kind):
            return [kind]
        names = {name for selections in sets for name in self._conditions(selections)}
        found = [self.schema.type_map[name] for name in sorted(names)]
        return [kind, *(other for other in found if isinstance(other, GraphQLObjectType))]

    def fields(self, kind: GraphQLNamedType, sets: Iterable[SelectionSetNode]) -> Fields:
        found: Fields = {}
        for selections in sets:
            self._collect(kind, selections, found)
        return found

    def _collect(self, kind: GraphQLNamedType, selections: SelectionSetNode, found: Fields) -> None:
        for node in selections.selections:
            if not self._included(node):
                continue
            if isinstance(node, FieldNode):
                found.setdefault(node.alias.value if node.alias else node.name.value, []).append(node)
            else:
                condition, inner = self._opened(node)
                if self._applies(condition, kind):
                    self._collect(kind, inner, found)

    def _opened(self, node: Any) -> tuple[str, SelectionSetNode]:
        """Opens a fragment: its type condition ("" for none) and selection."""
        fragment = self._fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node
        condition = fragment.type_condition.name.value if fragment.type_condition else ""
        return condition, fragment.selection_set

    def _applies(self, condition: str, kind: GraphQLNamedType) -> bool:
        if not condition or condition == kind.name:
            return True
        asked = self.schema.type_map[condition]
        if not isinstance(asked, GraphQLInterfaceType | GraphQLUnionType):
            return False
        return isinstance(kind, GraphQLObjectType) and self.schema.is_sub_type(asked, kind)

    def _conditions(self, selections: SelectionSetNode) -> Iterator[str]:
        for node in selections.selections:
            if not isinstance(node, FieldNode):
                condition, inner = self._opened(node)
                if condition:
                    yield condition
                yield from self._conditions(inner)

    def _included(self, node: Any) -> bool:
        skip = get_directive_values(GraphQLSkipDirective, node, self._variables)
        if skip and skip["if"]:
            return False
        include = get_directive_values(GraphQLIncludeDirective, node, self._variables)
        return not include or bool(include["if"])
