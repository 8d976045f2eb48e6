"""Resolves bulkOperationRunQuery and bulkOperationCancel."""

from typing import Any

from sandbox.bulk.operations import InProgress
from sandbox.bulk.query_rules import Refusal
from sandbox.graphql.context import Context
from sandbox.graphql.errors import UserError, UserErrors
from sandbox.graphql.resolvers import Resolvers

RESOLVERS = Resolvers()
BUSY = "A bulk query operation for this app and shop is already in progress: {}."


@RESOLVERS.mutation("bulkOperationRunQuery")
def run_query(ctx: Context, query: str, group_objects: bool = False) -> dict[str, Any]:
    try:
        made = ctx.world.bulk.start(ctx.caller, query, grouped=group_objects)
    except Refusal as refusal:
        raise UserErrors([UserError(told, ["query"], "INVALID") for told in refusal.messages]) from None
    except InProgress as busy:
        raise UserErrors([UserError(BUSY.format(busy), None, "OPERATION_IN_PROGRESS")]) from None
    return {"bulk_operation": made, "user_errors": []}


@RESOLVERS.mutation("bulkOperationCancel")
def cancel(ctx: Context, id: str) -> dict[str, Any]:
    found = ctx.world.bulk.find(id, ctx.caller.app_id)
    if found is None:
        raise UserErrors([UserError("Bulk operation does not exist", ["id"])])
    if not ctx.world.bulk.cancel(found):
        told = f"A bulk operation cannot be canceled when it is {found.status.lower()}"
        return {"bulk_operation": found, "user_errors": [UserError(told)]}
    return {"bulk_operation": found, "user_errors": []}
