"""Writes the place of an error as Shopify does.

A place is a list: ["query Name", "orders", "edges", "first"].
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graphql import (
    ArgumentNode,
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    Node,
    ObjectFieldNode,
    OperationDefinitionNode,
)


def refusal(message: str, node: Node, ancestors: Sequence[Any], code: str, **extensions: Any) -> GraphQLError:
    """Places an error at a node; a visitor's enter gets `ancestors`."""
    path: list[str | int] = [step for step in map(_step, [*ancestors, node]) if step]
    return GraphQLError(message, node, path=path, extensions={"code": code, **extensions})


def _step(node: Any) -> str:
    if isinstance(node, OperationDefinitionNode):
        return f"{node.operation.value} {node.name.value}" if node.name else node.operation.value
    if isinstance(node, FragmentDefinitionNode):
        return f"fragment {node.name.value}"
    if isinstance(node, FieldNode):
        return node.alias.value if node.alias else node.name.value
    if isinstance(node, InlineFragmentNode):
        return f"... on {node.type_condition.name.value}" if node.type_condition else "..."
    if isinstance(node, FragmentSpreadNode):
        return f"... {node.name.value}"
    return _argument_step(node)


def _argument_step(node: Any) -> str:
    if isinstance(node, ArgumentNode | ObjectFieldNode):
        return node.name.value
    return f"@{node.name.value}" if isinstance(node, DirectiveNode) else ""
