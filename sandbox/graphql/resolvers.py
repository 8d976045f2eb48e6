"""Which function answers which field.

Functions register themselves when their module is imported; `sandbox.discovery` imports them all. Arguments arrive in
snake_case at every depth (inputs too), only those that were given or have a default; enums are their names.
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

FIELDS: dict[tuple[str, str], Resolver] = {}
ROOTS: dict[str, Resolver] = {}
MUTATIONS: dict[str, Resolver] = {}


def field(type_name: str, field_name: str) -> Callable[[Registered], Registered]:
    """`fn(record, ctx, **args)` answers this field of an object type."""
    return _registers(FIELDS, (type_name, field_name))


def root(name: str) -> Callable[[Registered], Registered]:
    """`fn(ctx, **args)` answers this field of QueryRoot."""
    return _registers(ROOTS, name)


def mutation(name: str, idempotent: bool = False) -> Callable[[Registered], Registered]:
    """`fn(ctx, **args)` gives the payload: a dict by snake_case names, or an object. It holds `store.lock`.

    `idempotent`: the @idempotent directive is obligatory; a repeated key gets the first payload again.
    """
    if idempotent != needs_key(name):
        raise ValueError(f"@idempotent is {'obligatory for' if needs_key(name) else 'not taken by'} {name}")
    return _registers(MUTATIONS, name)


def _registers(table: dict[Any, Resolver], key: Any) -> Callable[[Registered], Registered]:
    def register(resolver: Registered) -> Registered:
        if key in table and table[key].__module__ != resolver.__module__:
            raise ValueError(f"{key} is answered twice: {table[key].__module__} and {resolver.__module__}")
        table[key] = resolver
        return resolver

    return register


def resolve(ctx: Context, type_name: str, field_name: str, record: Any, args: Mapping[str, Any]) -> Any:
    """The value of one field. Raises TopLevel or UserErrors."""
    place = (type_name, field_name)
    if place in ctx.denied:
        raise ctx.denied[place].error()
    if ctx.world.faults.denied_fields:
        ctx.world.faults.check_field(type_name, field_name)
    if type_name == QUERY:
        return _named(ROOTS, field_name, "the query")(ctx, **args)
    if type_name == MUTATION:
        return _named(MUTATIONS, field_name, "the mutation")(ctx, **args)
    resolver = FIELDS.get(place)
    if resolver is not None:
        return resolver(record, ctx, **args)
    return _held(type_name, field_name, record)


def _named(table: Mapping[str, Resolver], name: str, what: str) -> Resolver:
    if name not in table:
        raise unsupported(f"{what} {name}")
    return table[name]


def _held(type_name: str, field_name: str, record: Any) -> Any:
    """What the record itself holds under the field's name."""
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
    """The GraphQL type name of a record: its "__typename", its TYPENAME, or the type of its gid."""
    if isinstance(value, Mapping):
        return str(value["__typename"])
    name = getattr(value, "TYPENAME", "") or getattr(value, "GID_TYPE", "")
    return str(name or type(value).__name__)
