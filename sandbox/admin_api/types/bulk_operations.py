"""Resolves bulk operations, by id or as a searched list."""

from typing import TYPE_CHECKING, Any

from sandbox.bulk.operation import BulkOperation
from sandbox.graphql.connections import Connection, ordering, page
from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import Resolvers
from sandbox.graphql.root_lists import placing, warn
from sandbox.search.field_kinds import Reading, exact, identifier
from sandbox.search.fields import Field, Table
from sandbox.search.roots.common import at, sorts
from sandbox.search.search import Search

if TYPE_CHECKING:
    from collections.abc import Mapping

RESOLVERS = Resolvers()
NAME = "bulkOperations"
SORT_KEYS = sorts("created_at", "completed_at")
TABLE = Table(
    {
        "id": Field(identifier, lambda made: made.id),
        "status": Field(exact, lambda made: made.status),
        "operation_type": Field(exact, lambda made: made.type),
        "created_at": at("created_at"),
        "completed_at": at("completed_at"),
    },
    Field(exact, lambda made: made.status),
)


@RESOLVERS.field("BulkOperation", "url")
def url(made: BulkOperation, ctx: Context) -> str | None:
    return ctx.world.bulk.address(made) if made.stored == "result" else None


@RESOLVERS.field("BulkOperation", "partialDataUrl")
def partial_data_url(made: BulkOperation, ctx: Context) -> str | None:
    return ctx.world.bulk.address(made) if made.stored == "partial" else None


@RESOLVERS.root("bulkOperation")
def bulk_operation(ctx: Context, id: str) -> BulkOperation | None:
    return ctx.world.bulk.find(id, ctx.caller.app_id)


@RESOLVERS.root("bulkOperations")
def bulk_operations(ctx: Context, **args: Any) -> Connection:
    return _list(ctx, args)


@RESOLVERS.root("currentBulkOperation")
def current(ctx: Context, type: str = "QUERY") -> BulkOperation | None:
    """Finds the youngest, also when it has ended (recorded)."""
    made = [found for found in ctx.world.bulk.of_app(ctx.caller.app_id) if found.type == type]
    return made[-1] if made else None


def _list(ctx: Context, args: "Mapping[str, Any]") -> Connection:
    store, text = ctx.store, args.get("query") or ""
    place = placing(SORT_KEYS, NAME, args.get("sort_key") or "CREATED_AT")
    search = Search(TABLE, lambda: Reading(store.clock.now(), store.shop.iana_timezone))
    records, warnings = search.filter(ctx.world.bulk.of_app(ctx.caller.app_id), text)
    warn(ctx, NAME, text, warnings)
    return page(ctx, sorted(records, key=lambda made: ordering(place(made))), args, place)
