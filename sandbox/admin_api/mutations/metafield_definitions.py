"""Resolves metafieldDefinitionCreate."""

from typing import Any

from sandbox.admin_api.mutations.arguments import refused
from sandbox.admin_api.types.metafields import OWNER_TYPES
from sandbox.graphql.context import Context
from sandbox.graphql.errors import unsupported
from sandbox.graphql.resolvers import Resolvers
from sandbox.rules.metafield_values import TYPES
from sandbox.state.records import MetafieldDefinition

RESOLVERS = Resolvers()
_KNOWN = {"name", "namespace", "key", "owner_type", "type", "description", "pin", "use_as_collection_condition"}
_LONGEST = {"name": 255, "key": 64, "namespace": 255}
_SHORTEST = {"name": 1, "key": 2, "namespace": 3}


@RESOLVERS.mutation("metafieldDefinitionCreate")
def metafield_definition_create(ctx: Context, definition: dict[str, Any]) -> dict[str, Any]:
    _check_known(definition)
    _check_text(definition)
    _check_free(ctx, definition)
    made = MetafieldDefinition(
        id=ctx.store.next_id("MetafieldDefinition"),
        name=definition["name"],
        namespace=definition["namespace"],
        key=definition["key"],
        owner_type=definition["owner_type"],
        type=definition["type"],
        description=definition.get("description"),
    )
    ctx.store.add(made)
    return {"created_definition": made}


@RESOLVERS.field("MetafieldDefinition", "type")
def type_of_definition(definition: MetafieldDefinition, ctx: Context) -> dict[str, Any]:
    return {"name": definition.type}


def _check_known(given: dict[str, Any]) -> None:
    if unknown := sorted(set(given) - _KNOWN):
        raise unsupported(f"metafieldDefinitionCreate with {', '.join(unknown)}")
    if given.get("pin") or given.get("use_as_collection_condition"):
        raise unsupported("pinned metafield definitions and collection conditions")
    if not given.get("namespace") or given["namespace"].startswith("$app"):
        raise unsupported("the namespace that is reserved for an app ($app, or none)")
    if given["owner_type"] not in OWNER_TYPES.values():
        raise unsupported(f"metafield definitions of {given['owner_type']}")


def _check_text(given: dict[str, Any]) -> None:
    for name, longest in _LONGEST.items():
        if len(given[name]) > longest:
            told = f"{name.capitalize()} is too long (maximum is {longest} characters)"
            raise refused(told, ["definition", name], "TOO_LONG")
        if len(given[name]) < _SHORTEST[name]:
            told = f"{name.capitalize()} is too short (minimum is {_SHORTEST[name]} characters)"
            raise refused(told, ["definition", name], "TOO_SHORT")
    if given["type"] not in TYPES:
        told = f"Type name {given['type']} is not a valid type. Valid types are: {', '.join(sorted(TYPES))}."
        raise refused(told, ["definition", "type"], "INCLUSION")


def _check_free(ctx: Context, given: dict[str, Any]) -> None:
    wanted = (given["owner_type"], given["namespace"], given["key"])
    for known in ctx.store.tables.metafield_definitions.values():
        if (known.owner_type, known.namespace, known.key) == wanted:
            owner = given["owner_type"].capitalize()
            told = f"Key is in use for {owner} metafields on the '{given['namespace']}' namespace."
            raise refused(told, ["definition", "key"], "TAKEN")
