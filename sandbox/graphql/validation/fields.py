"""Checks that fields exist and have selections where they need them."""

from __future__ import annotations

from typing import Any

from graphql import FieldNode, ValidationRule, get_named_type, is_leaf_type, print_ast

from sandbox.graphql.validation.error_paths import refusal


class Fields(ValidationRule):
    def enter_field(self, node: FieldNode, _key: Any, _parent: Any, _path: Any, ancestors: list[Any]) -> None:
        parent = self.context.get_parent_type()
        if parent is None:
            return
        name = node.name.value
        field = self.context.get_field_def()
        if field is None:
            self.report_error(
                refusal(
                    f"Field '{name}' doesn't exist on type '{parent.name}'",
                    node,
                    ancestors,
                    "undefinedField",
                    typeName=parent.name,
                    fieldName=name,
                )
            )
            return
        kind = get_named_type(field.type)
        if is_leaf_type(kind) and node.selection_set:
            held = ", ".join(print_ast(child) for child in node.selection_set.selections)
            message = (
                f"Selections can't be made on scalars (field '{name}' returns {kind.name} but has selections [{held}])"
            )
        elif not is_leaf_type(kind) and not node.selection_set:
            message = (
                f"Field must have selections (field '{name}' returns {kind.name} but has no selections. "
                f"Did you mean '{name} {{ ... }}'?)"
            )
        else:
            return
        told = {"nodeName": f"field '{name}'", "typeName": kind.name}
        self.report_error(refusal(message, node, ancestors, "selectionMismatch", **told))
