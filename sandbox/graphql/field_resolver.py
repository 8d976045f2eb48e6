"""Connects graphql-core to the table of resolvers."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLObjectType, GraphQLResolveInfo, get_named_type

from sandbox.graphql.context import Context
from sandbox.graphql.errors import TopLevel
from sandbox.graphql.resolvers import MUTATION, QUERY, resolve, type_of
from sandbox.graphql.run_mutation import run_mutation


def resolve_field(record: Any, info: GraphQLResolveInfo, **args: Any) -> Any:
    ctx: Context = info.context
    ctx.path = info.path
    parent = info.parent_type.name
    if parent == MUTATION:
        return run_mutation(ctx, info, args)
    if parent == QUERY:
        _right_kind(info, args)
    return resolve(ctx, parent, info.field_name, record, args)


def resolve_type(value: Any, _info: GraphQLResolveInfo, _abstract: Any) -> str:
    return type_of(value)


def _right_kind(info: GraphQLResolveInfo, args: dict[str, Any]) -> None:
    """Refuses gids of another type in a root by id."""
    gid = args.get("id")
    kind = get_named_type(info.return_type)
    if not isinstance(gid, str) or not isinstance(kind, GraphQLObjectType) or "id" not in kind.fields:
        return
    if not gid.startswith(f"gid://shopify/{kind.name}/"):
        raise TopLevel(f"Invalid id: {gid}", "RESOURCE_NOT_FOUND")
