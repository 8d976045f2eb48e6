"""Pages a short list in the order of a sort key."""

from collections.abc import Iterable, Mapping
from typing import Any

from sandbox.graphql.connections import Connection, ordering, page
from sandbox.graphql.context import Context
from sandbox.graphql.root_lists import placing
from sandbox.search.lists import LISTS


def sorted_page(ctx: Context, records: Iterable[Any], name: str, sort_key: str, args: Mapping[str, Any]) -> Connection:
    """Pages records as the root `name` sorts them.

    Raises TopLevel for an unmodelled sort key.
    """
    place_of = placing(LISTS[name].sort_keys(ctx.store), name, sort_key)
    return page(ctx, sorted(records, key=lambda record: ordering(place_of(record))), args, place_of)
