"""Refuses arguments that hold a list of over 250 entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import FieldNode, GraphQLError, OperationDefinitionNode
from graphql.utilities import value_from_ast_untyped

MAX_LIST = 250
TOO_LONG = "MAX_INPUT_SIZE_EXCEEDED"

Path = list[str | int]


def oversized(operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> list[GraphQLError]:
    """Reports each overlong list in the roots' arguments.

    `variables` are as they were sent.
    """
    return [
        GraphQLError(
            f"The input array size of {size} is greater than the maximum allowed of {MAX_LIST}.",
            field,
            path=path,
            extensions={"code": TOO_LONG},
        )
        for field in operation.selection_set.selections
        if isinstance(field, FieldNode)
        for argument in field.arguments
        for path, size in _long_lists(
            value_from_ast_untyped(argument.value, dict(variables)),
            [field.alias.value if field.alias else field.name.value, argument.name.value],
        )
    ]


def _long_lists(value: Any, path: Path) -> Iterator[tuple[Path, int]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _long_lists(inner, [*path, name])
    elif isinstance(value, list):
        if len(value) > MAX_LIST:
            yield path, len(value)
        else:
            for index, item in enumerate(value):
                yield from _long_lists(item, [*path, index])
