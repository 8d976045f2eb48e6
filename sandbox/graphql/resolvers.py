"""Resolvers map each field of the schema to a function.

A module fills a table of its own, and `sandbox.admin_api.resolvers` lists these tables. Arguments arrive in snake_case
at every depth (inputs too), only those that were given or have a default; enums are their names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from sandbox.graphql.errors import unsupported
from sandbox.graphql.idempotent_mutations import needs_key
from sandbox.graphql.snake_case import snake
from sandbox.state.base import Node

if TYPE_CHECKING:
    from sandbox.graphql.context import Context

Resolver = Callable[..., Any]
Registered = TypeVar("Registered", bound=Resolver)

QUERY = "QueryRoot"
MUTATION = "Mutation"
_ABSENT = object()


class Resolvers:
    """Tables of functions by the field, root or mutation that they answer."""

    def __init__(self, *parts: Resolvers) -> None:
        """Joins tables. Raises ValueError where two answer the same."""
        self.fields: dict[tuple[str, str], Resolver] = {}
        self.roots: dict[str, Resolver] = {}
        self.mutations: dict[str, Resolver] = {}
        for part in parts:
            _merge(self.fields, part.fields)
            _merge(self.roots, part.roots)
            _merge(self.mutations, part.mutations)

    def field(self, type_name: str, field_name: str) -> Callable[[Registered], Registered]:
        """`fn(record, ctx, **args)` answers this field of an object type."""
        return _registers(self.fields, (type_name, field_name))

    def root(self, name: str) -> Callable[[Registered], Registered]:
        """`fn(ctx, **args)` answers this field of QueryRoot."""
        return _registers(self.roots, name)

    def mutation(self, name: str, idempotent: bool = False) -> Callable[[Registered], Registered]:
        """`fn(ctx, **args)` gives the payload of this mutation.

        The payload is a dict by snake_case names, or an object. The function holds `store.lock`.
        `idempotent`: the @idempotent directive is obligatory; a repeated key gets the first payload again.
        """
        if idempotent != needs_key(name):
            raise ValueError(f"@idempotent is {'obligatory for' if needs_key(name) else 'not taken by'} {name}")
        return _registers(self.mutations, name)


def _registers(table: dict[Any, Resolver], key: Any) -> Callable[[Registered], Registered]:
    def register(resolver: Registered) -> Registered:
        _merge(table, {key: resolver})
        return resolver

    return register


def _merge(table: dict[Any, Resolver], more: Mapping[Any, Resolver]) -> None:
    for key, resolver in more.items():
        if key in table:
            raise ValueError(f"{key} is answered twice: {table[key].__module__} and {resolver.__module__}")
        table[key] = resolver


def resolve(ctx: Context, type_name: str, field_name: str, record: Any, args: Mapping[str, Any]) -> Any:
    """Resolves one field. Raises TopLevel or UserErrors."""
    place = (type_name, field_name)
    if place in ctx.denied:
        raise ctx.denied[place].error()
    if ctx.world.faults.denied_fields:
        ctx.world.faults.check_field(type_name, field_name)
    if type_name == QUERY:
        return _named(ctx.resolvers.roots, field_name, "the query")(ctx, **args)
    if type_name == MUTATION:
        return _named(ctx.resolvers.mutations, field_name, "the mutation")(ctx, **args)
    resolver = ctx.resolvers.fields.get(place)
    if resolver is not None:
        return resolver(record, ctx, **args)
    return _held(type_name, field_name, record)


def _named(table: Mapping[str, Resolver], name: str, what: str) -> Resolver:
    if name not in table:
        raise unsupported(f"{what} {name}")
    return table[name]


def _held(type_name: str, field_name: str, record: Any) -> Any:
    """Reads what the record itself holds under the field's name."""
    name = snake(field_name)
    if isinstance(record, Mapping):
        value = record.get(name, record.get(field_name, _ABSENT))
    elif field_name == "id" and isinstance(record, Node):
        return record.gid
    else:
        value = getattr(record, name, _ABSENT)
    if value is _ABSENT:
        raise unsupported(f"the field {type_name}.{field_name}")
    return value


def type_of(value: Any) -> str:
    """Finds a record's type: its "__typename", its TYPENAME, or its gid's."""
    if isinstance(value, Mapping):
        return str(value["__typename"])
    name = getattr(value, "TYPENAME", "") or getattr(value, "GID_TYPE", "")
    return str(name or type(value).__name__)
