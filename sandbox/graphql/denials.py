"""Finds the fields that a caller may not read.

They are worked out once for each set of scopes and level of customer data.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graphql import GraphQLObjectType, get_named_type

from sandbox.access.caller import Caller
from sandbox.access.protected_customer_data import (
    LEVEL_OF_FIELD,
    LEVEL_OF_TYPE,
    not_approved_for_field,
    not_approved_for_type,
)
from sandbox.access.required_scopes import BY_MUTATION, BY_TYPE, required_access
from sandbox.graphql.errors import TopLevel
from sandbox.graphql.schema import admin_schema

DENIED = "ACCESS_DENIED"
SCOPES_PAGE = "https://shopify.dev/api/usage/access-scopes"
_CONNECTION, _EDGE = "Connection", "Edge"

Place = tuple[str, str]  # type, field


@dataclass(frozen=True)
class Denial:
    message: str
    required: str = ""

    def error(self) -> TopLevel:
        if not self.required:
            return TopLevel(self.message, DENIED)
        return TopLevel(self.message, DENIED, documentation=SCOPES_PAGE, requiredAccess=self.required)


def scope_denial(field: str, scopes: tuple[str, ...]) -> Denial:
    required = required_access(scopes)
    return Denial(f"Access denied for {field} field. Required access: {required}", required)


@functools.lru_cache(maxsize=64)
def denials(caller: Caller) -> Mapping[Place, Denial]:
    """Maps denied fields; empty for a caller who may do everything."""
    refused = {name: scopes for name, scopes in BY_MUTATION.items() if not any(caller.may(scope) for scope in scopes)}
    found = {("Mutation", name): scope_denial(name, scopes) for name, scopes in refused.items()}
    types = _refused_types(caller)
    fields = {place for place, level in LEVEL_OF_FIELD.items() if caller.customer_data < level}
    if types or fields:
        found.update(_reading(types, fields))
    return found


def _refused_types(caller: Caller) -> dict[str, tuple[str, ...]]:
    """Lists types with the scopes they miss; none for customer data.

    For customer data it is the level that is missing.
    """
    types = {kind: () for kind, level in LEVEL_OF_TYPE.items() if caller.customer_data < level and level == 1}
    return types | {kind: scopes for kind, scopes in BY_TYPE.items() if not any(caller.may(scope) for scope in scopes)}


def _reading(types: Mapping[str, tuple[str, ...]], fields: set[Place]) -> Iterator[tuple[Place, Denial]]:
    for kind in admin_schema().type_map.values():
        if not isinstance(kind, GraphQLObjectType) or kind.name.endswith((_CONNECTION, _EDGE, "Payload")):
            continue
        for name, field in kind.fields.items():
            given = get_named_type(field.type).name.removesuffix(_CONNECTION)
            if given in types:
                scopes = types[given]
                yield (kind.name, name), scope_denial(name, scopes) if scopes else Denial(not_approved_for_type(given))
            elif (kind.name, name) in fields:
                yield (kind.name, name), Denial(not_approved_for_field(name))
