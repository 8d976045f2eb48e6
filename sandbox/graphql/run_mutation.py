"""Runs one mutation: it honours its key and answers user errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import (
    FieldNode,
    GraphQLObjectType,
    GraphQLResolveInfo,
    OperationDefinitionNode,
    get_directive_values,
    get_named_type,
)
from graphql.execution.values import get_argument_values

from sandbox.graphql.context import Context
from sandbox.graphql.errors import TopLevel, UserErrors, unsupported
from sandbox.graphql.idempotency import Claim
from sandbox.graphql.idempotent_mutations import needs_key
from sandbox.graphql.resolvers import MUTATION, resolve
from sandbox.graphql.schema import admin_schema
from sandbox.graphql.snake_case import snake

NO_KEY = "The @idempotent directive is required for this mutation but was not provided."


def claim_keys(ctx: Context, operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> None:
    """Claims all idempotency keys before the call waits for the lock."""
    directive = admin_schema().get_directive("idempotent")
    fields = admin_schema().mutation_type.fields  # type: ignore[union-attr]
    assert directive is not None
    for node in operation.selection_set.selections:
        if not isinstance(node, FieldNode) or node.name.value not in ctx.resolvers.mutations:
            continue
        given = get_directive_values(directive, node, dict(variables))
        if given is None:
            continue
        name = node.name.value
        arguments = get_argument_values(fields[name], node, dict(variables))
        key = (ctx.caller.app_id, name, str(given["key"]))
        ctx.claims[_answer_key(node)] = ctx.world.idempotency.claim(key, arguments)


def run_mutation(ctx: Context, info: GraphQLResolveInfo, args: Mapping[str, Any]) -> Any:
    """Gives the payload. Raises TopLevel."""
    name = info.field_name
    claim = ctx.claims.get(str(info.path.key))
    if claim is None and needs_key(name):
        raise TopLevel(NO_KEY, "BAD_REQUEST")
    if claim is not None and not needs_key(name):
        raise unsupported(f"@idempotent on {name}")
    kind = get_named_type(info.return_type)
    assert isinstance(kind, GraphQLObjectType)
    try:
        payload = _once(ctx, name, args, claim)
    except UserErrors as refused:
        return _refusal(kind, refused)
    if isinstance(payload, dict):
        for error_list in _error_lists(kind):
            payload.setdefault(error_list, [])
    return payload


def _once(ctx: Context, name: str, args: Mapping[str, Any], claim: Claim | None) -> Any:
    if claim is None:
        return resolve(ctx, MUTATION, name, None, args)
    if claim.refusal is not None:
        raise claim.refusal
    if claim.replayed:
        return claim.attempt.payload
    try:
        payload = resolve(ctx, MUTATION, name, None, args)
    except TopLevel:
        ctx.world.idempotency.forgo(claim)
        raise
    except BaseException:
        ctx.world.idempotency.failed(claim)
        raise
    ctx.world.idempotency.succeeded(claim, payload)
    return payload


def _refusal(kind: GraphQLObjectType, refused: UserErrors) -> dict[str, Any]:
    """Puts the user errors into the payload's lists, null elsewhere."""
    errors = [
        {"message": error.message, "field": list(error.field) if error.field else None, "code": error.code}
        for error in refused.errors
    ]
    return {**{snake(name): None for name in kind.fields}, **dict.fromkeys(_error_lists(kind), errors)}


def _error_lists(kind: GraphQLObjectType) -> list[str]:
    return [snake(name) for name in kind.fields if name.lower().endswith("usererrors")]


def _answer_key(node: FieldNode) -> str:
    return node.alias.value if node.alias else node.name.value
