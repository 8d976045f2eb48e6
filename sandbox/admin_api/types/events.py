"""Resolves events of the whole store and of one record."""

from typing import Any

from sandbox.admin_api.types.nodes import record_of
from sandbox.admin_api.types.sorted_pages import sorted_page
from sandbox.graphql.connections import Connection
from sandbox.graphql.context import Context
from sandbox.graphql.errors import unsupported
from sandbox.graphql.resolvers import Resolvers
from sandbox.graphql.root_lists import listed
from sandbox.state.records import Event, Node, make_gid

RESOLVERS = Resolvers()
# Types of subjects as events name them, by the type of their gid.
SUBJECTS = {
    "Product": "PRODUCT",
    "ProductVariant": "PRODUCT_VARIANT",
    "Order": "ORDER",
    "Collection": "COLLECTION",
    "Customer": "CUSTOMER",
}
_TYPES = {subject: kind for kind, subject in SUBJECTS.items()}


@RESOLVERS.root("events")
def events(ctx: Context, **args: Any) -> Connection:
    return listed(ctx, "events", args)


@RESOLVERS.root("event")
def event(ctx: Context, id: str) -> Event | None:
    return record_of(ctx, id, Event)


@RESOLVERS.field("BasicEvent", "subjectId")
def subject_id(event: Event, ctx: Context) -> str:
    return _gid(event)


@RESOLVERS.field("BasicEvent", "subject")
def subject(event: Event, ctx: Context) -> Node | None:
    """Finds the subject, None when it was deleted."""
    return ctx.store.node(_gid(event))


def _gid(event: Event) -> str:
    if event.subject_id.startswith("gid://"):
        return event.subject_id
    return make_gid(_TYPES.get(event.subject_type, event.subject_type.title()), event.subject_id)


def _on(type_name: str) -> None:
    @RESOLVERS.field(type_name, "events")
    def of_record(
        record: Node, ctx: Context, query: str | None = None, sort_key: str = "ID", **args: Any
    ) -> Connection:
        if query:
            raise unsupported(f"the argument query of {type_name}.events")
        return sorted_page(ctx, _of(ctx, record.gid), "events", sort_key, args)


def _of(ctx: Context, gid: str) -> list[Event]:
    def by_subject() -> dict[str, list[Event]]:
        found: dict[str, list[Event]] = {}
        for one in ctx.store.events.values():
            found.setdefault(_gid(one), []).append(one)
        return found

    with ctx.store.lock:
        return ctx.store.list_cache.get("events by subject", ctx.store.revision, by_subject).get(gid, [])


for _type_name in SUBJECTS:
    _on(_type_name)
