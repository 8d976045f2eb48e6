"""Writes a document's variables and fragments into its text.

bulkOperationRunQuery takes one self-contained document and no variables (Shopify Admin API 2026-10, at most 65,535
bytes), so the search string has to stand inside it. It is put there as a syntax node, never by pasting text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import (
    ArgumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    VariableNode,
    parse,
    print_ast,
)
from graphql.language import (
    BooleanValueNode,
    DocumentNode,
    IntValueNode,
    SelectionSetNode,
    StringValueNode,
    ValueNode,
    Visitor,
    visit,
)

from shopify_client.documents import Document

BYTES_MAX = 65_535


def _literal(value: str | int | bool) -> ValueNode:
    if isinstance(value, bool):
        return BooleanValueNode(value=value)
    if isinstance(value, int):
        return IntValueNode(value=str(value))
    return StringValueNode(value=value, block=False)


class _Inliner(Visitor):
    """Replaces variables by literals (leaves out the arguments that have none) and spreads by their fields."""

    def __init__(self, variables: Mapping[str, Any], fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        super().__init__()
        self.variables = variables
        self.fragments = fragments

    def leave_field(self, node: FieldNode, *_: Any) -> FieldNode:
        node.arguments = tuple(kept for kept in map(self._argument, node.arguments) if kept is not None)
        return node

    def _argument(self, node: ArgumentNode) -> ArgumentNode | None:
        if not isinstance(node.value, VariableNode):
            return node
        value = self.variables.get(node.value.name.value)
        return None if value is None else ArgumentNode(name=node.name, value=_literal(value))

    def leave_selection_set(self, node: SelectionSetNode, *_: Any) -> SelectionSetNode:
        fields: list[Any] = []
        for selection in node.selections:
            if isinstance(selection, FragmentSpreadNode):
                fields.extend(visit(self.fragments[selection.name.value], self).selection_set.selections)
            else:
                fields.append(selection)
        node.selections = tuple(fields)
        return node

    def leave_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> OperationDefinitionNode:
        node.variable_definitions = ()
        return node


def inline(document: Document, variables: Mapping[str, str | int | bool | None] | None = None) -> str:
    """The document as one operation without variables and fragments. A variable left out leaves out its argument.

    Raises ValueError when the text is larger than a bulk operation may be.
    """
    parsed = parse(document.text, no_location=True)
    fragments = {node.name.value: node for node in parsed.definitions if isinstance(node, FragmentDefinitionNode)}
    operation = next(node for node in parsed.definitions if isinstance(node, OperationDefinitionNode))
    done = visit(operation, _Inliner(variables or {}, fragments))
    text = print_ast(DocumentNode(definitions=(done,)))
    if len(text.encode()) > BYTES_MAX:
        raise ValueError(f"{document.name} is larger than the {BYTES_MAX:,} bytes of a bulk operation")
    return text
