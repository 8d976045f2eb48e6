"""Executes one call: a request in, its answer out, as bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from graphql import ExecutionResult, GraphQLError, OperationDefinitionNode
from graphql import execute as run
from graphql.execution.values import get_variable_values

from sandbox.cost.formula import plan_of
from sandbox.cost.plan import Part
from sandbox.cost.report import MAX_COST, TOO_DEAR, cost_report, points
from sandbox.graphql.context import Caller, Context
from sandbox.graphql.documents import Checked, checked, is_mutation
from sandbox.graphql.field_resolver import resolve_field, resolve_type
from sandbox.graphql.list_limits import oversized
from sandbox.graphql.responses import Answer, answer, refused, shaped
from sandbox.graphql.run_mutation import claim_keys
from sandbox.graphql.schema import admin_schema
from sandbox.graphql.variables import faulty

if TYPE_CHECKING:
    from sandbox.world import World

RATE_LIMITS = "https://shopify.dev/api/usage/rate-limits"


@dataclass(frozen=True)
class _Call:
    document: Checked
    operation: OperationDefinitionNode
    given: Mapping[str, Any]
    variables: Mapping[str, Any]  # coerced
    plan: Part


def execute(world: World, caller: Caller, version: str, body: bytes, cost_debug: bool = False) -> Answer:
    """Answers in `version`, already found; `cost_debug` adds each field's cost."""
    told = _read(body)
    if isinstance(told, Answer):
        return told
    document = checked(told["query"])
    if document.document is None or document.errors:
        return refused(document.errors)
    try:
        operation = document.operation(told.get("operationName"))
    except GraphQLError as error:
        return refused([error])
    given = told.get("variables") or {}
    if errors := faulty(operation, given) or oversized(operation, given):
        return refused(errors)
    variables: Any = get_variable_values(admin_schema(), operation.variable_definitions, given)
    if isinstance(variables, list):
        return refused(variables)
    plan = plan_of(admin_schema(), operation, document.fragments, variables)
    return _charged(world, caller, _Call(document, operation, given, variables, plan), cost_debug)


def _read(body: bytes) -> dict[str, Any] | Answer:
    try:
        told = msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return answer({"errors": "Bad Request"}, 400)
    if not isinstance(told, dict) or not isinstance(told.get("query"), str) or not told["query"].strip():
        return answer({"errors": {"query": "Required parameter missing or invalid"}}, 400)
    if not isinstance(told.get("variables") or {}, dict):
        return answer({"errors": {"variables": "Variables are invalid"}}, 400)
    return told


def _charged(world: World, caller: Caller, call: _Call, cost_debug: bool) -> Answer:
    """Takes the points, runs, gives back those that were not needed."""
    asked = points(call.plan.asked())
    debug = call.plan if cost_debug else None
    if asked > MAX_COST:
        message = TOO_DEAR.format(cost=asked, limit=MAX_COST)
        told = {"code": "MAX_COST_EXCEEDED", "cost": asked, "maxCost": MAX_COST, "documentation": RATE_LIMITS}
        return refused([GraphQLError(message, extensions=told)])
    if not world.buckets.take(caller.app_id, asked):
        throttled = GraphQLError("Throttled", extensions={"code": "THROTTLED", "documentation": RATE_LIMITS})
        status = world.buckets.status(caller.app_id)
        return refused([throttled], {"cost": cost_report(asked, None, status, debug)})
    ctx = Context(world, caller)
    result = _run(ctx, call)
    used = points(min(asked, call.plan.below_used(result.data))) if result.data else None
    world.buckets.refund(caller.app_id, asked - (used or 0))
    content: dict[str, Any] = {"data": result.data}
    if result.errors:
        content["errors"] = [shaped(error) for error in result.errors]
    content["extensions"] = {"cost": cost_report(asked, used, world.buckets.status(caller.app_id), debug)}
    if ctx.search_warnings:
        content["extensions"]["search"] = ctx.search_warnings
    return answer(content)


def _run(ctx: Context, call: _Call) -> ExecutionResult:
    """Shows the document one picture of the store.

    1,000 points bound the time for which it holds the lock.
    """
    if is_mutation(call.operation):
        claim_keys(ctx, call.operation, call.variables)
    assert call.document.document is not None
    try:
        with ctx.store.lock:
            result = run(
                admin_schema(),
                call.document.document,
                context_value=ctx,
                variable_values=dict(call.given),
                operation_name=call.operation.name.value if call.operation.name else None,
                field_resolver=resolve_field,
                type_resolver=resolve_type,
                is_awaitable=_never,
            )
    finally:
        for claim in ctx.claims.values():
            ctx.world.idempotency.forgo(claim)
    assert isinstance(result, ExecutionResult)
    return result


def _never(_value: object) -> bool:
    """Spares graphql-core a question that costs a tenth of the time.

    No resolver here is a coroutine.
    """
    return False
