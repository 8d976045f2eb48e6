"""Checks values written into the document against their argument's type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from graphql import (
    ArgumentNode,
    EnumValueNode,
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLScalarType,
    ListValueNode,
    NullValueNode,
    ObjectFieldNode,
    ObjectValueNode,
    ValueNode,
    VariableNode,
    is_list_type,
    is_non_null_type,
    is_required_input_field,
    is_specified_scalar_type,
    print_ast,
)

from sandbox.graphql.gids import bad_gid
from sandbox.graphql.validation.error_paths import refusal

INCOMPATIBLE = "argumentLiteralsIncompatible"


class _Wrong(Exception):
    """Reports a value not of the type, perhaps with a reason."""

    def __init__(self, told: str = "") -> None:
        super().__init__(told)
        self.told = told


def check(
    node: ArgumentNode | ObjectFieldNode, kind: Any, owner: tuple[str, str], ancestors: Sequence[Any]
) -> Iterator[GraphQLError]:
    """Checks a value; `owner` has the argument: ("Field", "orders").

    Or it is ("InputObject", "OrderInput").
    """
    try:
        yield from _value(node.value, kind, [*ancestors, node])
    except _Wrong as wrong:
        if wrong.told:
            yield refusal(wrong.told, node, ancestors, INCOMPATIBLE, typeName="CoercionError")
            return
        name = node.name.value
        message = f"Argument '{name}' on {owner[0]} '{owner[1]}' has an invalid value ({print_ast(node.value)}). "
        told = {"typeName": owner[0], "argumentName": name}
        yield refusal(f"{message}Expected type '{kind}'.", node, ancestors, INCOMPATIBLE, **told)


def _value(value: ValueNode, kind: Any, ancestors: Sequence[Any]) -> Iterator[GraphQLError]:
    """Lists errors inside the value; raises _Wrong if it fails whole."""
    if isinstance(value, VariableNode):
        return
    if is_non_null_type(kind):
        if isinstance(value, NullValueNode):
            raise _Wrong
        kind = kind.of_type
    if isinstance(value, NullValueNode):
        return
    if is_list_type(kind):
        for item in value.values if isinstance(value, ListValueNode) else (value,):
            yield from _value(item, kind.of_type, ancestors)
    elif isinstance(kind, GraphQLInputObjectType):
        if not isinstance(value, ObjectValueNode):
            raise _Wrong
        yield from _object(value, kind, ancestors)
    else:
        _leaf(value, kind)


def _leaf(value: ValueNode, kind: Any) -> None:
    if isinstance(kind, GraphQLEnumType):
        if not isinstance(value, EnumValueNode) or value.value not in kind.values:
            raise _Wrong
        return
    assert isinstance(kind, GraphQLScalarType)
    try:
        parsed = kind.parse_literal(value)
    except GraphQLError as error:
        raise _Wrong("" if is_specified_scalar_type(kind) else error.message) from None
    if kind.name == "ID" and bad_gid(parsed):
        raise _Wrong(f"Invalid global id '{parsed}'")


def _object(value: ObjectValueNode, kind: GraphQLInputObjectType, ancestors: Sequence[Any]) -> Iterator[GraphQLError]:
    given = {field.name.value: field for field in value.fields}
    for name, field in given.items():
        if name in kind.fields:
            yield from check(field, kind.fields[name].type, ("InputObject", kind.name), ancestors)
        else:
            message = f"InputObject '{kind.name}' doesn't accept argument '{name}'"
            told = {"name": kind.name, "typeName": "InputObject", "argumentName": name}
            yield refusal(message, field, ancestors, "argumentNotAccepted", **told)
    for name, definition in kind.fields.items():
        if name not in given and is_required_input_field(definition):
            told = {"argumentName": name, "argumentType": str(definition.type), "inputObjectType": kind.name}
            yield refusal(
                f"Argument '{name}' on InputObject '{kind.name}' is required. Expected type {definition.type}",
                value,
                ancestors,
                "missingRequiredInputObjectAttribute",
                **told,
            )
