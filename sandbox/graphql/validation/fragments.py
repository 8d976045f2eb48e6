"""Checks fragments: known, used, and of types that can occur there."""

from __future__ import annotations

from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLCompositeType,
    InlineFragmentNode,
    ValidationRule,
    is_composite_type,
)
from graphql.utilities import do_types_overlap

from sandbox.graphql.validation.error_paths import refusal


class Fragments(ValidationRule):
    def enter_document(self, node: DocumentNode, *_rest: Any) -> None:
        used = {
            fragment.name.value
            for operation in node.definitions
            if not isinstance(operation, FragmentDefinitionNode)
            for fragment in self.context.get_recursively_referenced_fragments(operation)  # type: ignore[arg-type]
        }
        for definition in node.definitions:
            if isinstance(definition, FragmentDefinitionNode) and definition.name.value not in used:
                name = definition.name.value
                message = f"Fragment {name} was defined, but not used"
                self.report_error(refusal(message, definition, (), "useAndDefineFragment", fragmentName=name))

    def enter_fragment_spread(
        self, node: FragmentSpreadNode, _key: Any, _parent: Any, _path: Any, ancestors: list[Any]
    ) -> None:
        name = node.name.value
        definition = self.context.get_fragment(name)
        if definition is None:
            message = f"Fragment {name} was used, but not defined"
            self.report_error(refusal(message, node, ancestors, "useAndDefineFragment", fragmentName=name))
            return
        kind = self.context.schema.get_type(definition.type_condition.name.value)
        self._overlap(node, kind, name, ancestors)

    def enter_inline_fragment(
        self, node: InlineFragmentNode, _key: Any, _parent: Any, _path: Any, ancestors: list[Any]
    ) -> None:
        if node.type_condition and self._exists(node, node.type_condition.name.value, ancestors):
            self._overlap(node, self.context.schema.get_type(node.type_condition.name.value), "unknown", ancestors)

    def enter_fragment_definition(
        self, node: FragmentDefinitionNode, _key: Any, _parent: Any, _path: Any, ancestors: list[Any]
    ) -> None:
        self._exists(node, node.type_condition.name.value, ancestors)

    def _exists(self, node: Any, name: str, ancestors: list[Any]) -> bool:
        kind = self.context.schema.get_type(name)
        if kind is None:
            message = f"No such type {name}, so it can't be a fragment condition"
            self.report_error(refusal(message, node, ancestors, "undefinedType", typeName=name))
        elif not is_composite_type(kind):
            message = f"Invalid fragment on type {name} (must be Union, Interface or Object)"
            self.report_error(refusal(message, node, ancestors, "fragmentOnNonCompositeType", typeName=name))
        return is_composite_type(kind)

    def _overlap(self, node: Any, kind: Any, fragment: str, ancestors: list[Any]) -> None:
        above: GraphQLCompositeType | None = self.context.get_parent_type()
        if above is None or not is_composite_type(kind) or do_types_overlap(self.context.schema, kind, above):
            return
        what = "Fragment on" if fragment == "unknown" else f"Fragment {fragment} on"
        self.report_error(
            refusal(
                f"{what} {kind.name} can't be spread inside {above.name}",
                node,
                ancestors,
                "cannotSpreadFragment",
                typeName=kind.name,
                fragmentName=fragment,
                parentName=above.name,
            )
        )
