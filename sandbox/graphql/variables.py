"""Checks a call's variables against their types: INVALID_VARIABLE.

The error has every problem and where it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLScalarType,
    OperationDefinitionNode,
    VariableDefinitionNode,
    is_list_type,
    is_non_null_type,
    is_required_input_field,
    is_specified_scalar_type,
    print_ast,
    type_from_ast,
)

from sandbox.graphql.gids import bad_gid
from sandbox.graphql.schema import admin_schema

NULL = "Expected value to not be null"

Problem = dict[str, Any]
Path = list[str | int]


def faulty(operation: OperationDefinitionNode, given: Mapping[str, Any]) -> list[GraphQLError]:
    """Reports each variable that does not fit."""
    errors = []
    for definition in operation.variable_definitions:
        name = definition.variable.name.value
        if name not in given and definition.default_value is not None:
            continue
        kind = type_from_ast(admin_schema(), definition.type)
        problems = list(_problems(given.get(name), kind, []))
        if problems:
            errors.append(_refusal(definition, given.get(name), problems))
    return errors


def _refusal(definition: VariableDefinitionNode, value: Any, problems: list[Problem]) -> GraphQLError:
    name, kind = definition.variable.name.value, print_ast(definition.type)
    inside = ", ".join(
        f"{'.'.join(map(str, problem['path']))} ({problem['explanation']})" for problem in problems if problem["path"]
    )
    message = f"Variable ${name} of type {kind} was provided invalid value"
    return GraphQLError(
        f"{message} for {inside}" if inside else message,
        definition,
        extensions={"code": "INVALID_VARIABLE", "value": value, "problems": problems},
    )


def _problems(value: Any, kind: Any, path: Path) -> Iterator[Problem]:
    if value is None:
        if is_non_null_type(kind):
            yield _problem(path, NULL)
        return
    if is_non_null_type(kind):
        kind = kind.of_type
    if is_list_type(kind):
        yield from _list(value, kind, path)
    elif isinstance(kind, GraphQLInputObjectType):
        yield from _object(value, kind, path)
    elif isinstance(kind, GraphQLEnumType):
        if not isinstance(value, str) or value not in kind.values:
            yield _problem(path, f'Expected "{value}" to be one of: {", ".join(kind.values)}')
    else:
        yield from _scalar(value, kind, path)


def _list(value: Any, kind: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield from _problems(value, kind.of_type, path)
        return
    for index, item in enumerate(value):
        yield from _problems(item, kind.of_type, [*path, index])


def _object(value: Any, kind: GraphQLInputObjectType, path: Path) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield _problem(path, f"Expected {value!r} to be a key-value object.")
        return
    for name in value:
        if name not in kind.fields:
            yield _problem([*path, name], f"Field is not defined on {kind.name}")
    for name, field in kind.fields.items():
        if name in value:
            yield from _problems(value[name], field.type, [*path, name])
        elif is_required_input_field(field):
            yield _problem([*path, name], NULL)


def _scalar(value: Any, kind: GraphQLScalarType, path: Path) -> Iterator[Problem]:
    try:
        parsed = kind.parse_value(value)
    except GraphQLError as error:
        if is_specified_scalar_type(kind):
            yield _problem(path, f'Could not coerce value "{value}" to {kind.name}')
        else:
            yield _problem(path, error.message, error.message)
        return
    if kind.name == "ID" and bad_gid(parsed):
        told = f"Invalid global id '{value}'"
        yield _problem(path, told, told)


def _problem(path: Path, explanation: str, message: str = "") -> Problem:
    problem: Problem = {"path": path, "explanation": explanation}
    return {**problem, "message": message} if message else problem
