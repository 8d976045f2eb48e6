"""Searches, sorts and pages the lists of QueryRoot."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sandbox.graphql.connections import Connection, Kept, page
from sandbox.graphql.errors import unsupported
from sandbox.search.field_kinds import Reading, Test
from sandbox.search.fields import UnmodelledField
from sandbox.search.lists import LISTS
from sandbox.search.parser import parse
from sandbox.search.search import Search, Warnings
from sandbox.search.sort_position import PlaceOf, ordering, place_by
from sandbox.search.sorted_records import in_order
from sandbox.search.terms import shown

if TYPE_CHECKING:
    from sandbox.graphql.context import Context

COUNT_MAX = 10_000


def listed(ctx: "Context", name: str, args: Mapping[str, Any], keep: Kept | None = None) -> Connection:
    """Pages the root's list; warnings go to the context. Raises TopLevel."""
    sort_key = args.get("sort_key") or "ID"
    place_of = placing(LISTS[name].sort_keys(ctx.store), name, sort_key)
    records, test = _looked_at(ctx, name, args, sort_key, place_of)
    return page(ctx, records, args, place_of, _both(keep, test))


def counted(ctx: "Context", name: str, args: Mapping[str, Any], keep: Kept | None = None) -> dict[str, Any]:
    """Counts a list, up to `limit` (10,000 by default; null: all)."""
    place_of = placing(LISTS[name].sort_keys(ctx.store), name, "ID")
    records, test = _looked_at(ctx, name, args, "ID", place_of)
    passes = _both(keep, test)
    count = len(records) if passes is None else sum(map(passes, records))
    limit = args.get("limit", COUNT_MAX)
    if limit is not None and count > limit:
        return {"count": limit, "precision": "AT_LEAST"}
    return {"count": count, "precision": "EXACT"}


def placing(sort_keys: Mapping[str, Callable[[Any], Any]], name: str, sort_key: str) -> PlaceOf:
    """Gives places in a sort key's order. Raises TopLevel if unmodelled."""
    if sort_key not in sort_keys:
        raise unsupported(f"the sort key {sort_key} of {name}")
    return place_by(sort_keys[sort_key])


def _both(keep: Kept | None, test: Test | None) -> Kept | None:
    if keep is None or test is None:
        return keep or test
    return lambda record: keep(record) and test(record)


def _looked_at(
    ctx: "Context", name: str, args: Mapping[str, Any], sort_key: str, place_of: PlaceOf
) -> tuple[Sequence[Any], Test | None]:
    """Gives sorted records among which all matches lie, and their test."""
    if args.get("saved_search_id") is not None:
        raise unsupported(f"the argument savedSearchId of {name}")
    store, text = ctx.store, args.get("query") or ""
    reading = Reading(store.clock.now(), store.shop.iana_timezone)
    search = Search(LISTS[name].fields(store), lambda: reading)
    with store.lock:
        try:
            test, warnings = search.test(text)
        except UnmodelledField as unknown:
            raise unsupported(f"the search field {unknown.name} of {name}") from None
        warn(ctx, name, text, warnings)
        found = search.candidates(text)
        if found is None:
            found = in_order(store, name, sort_key, text, reading)
        else:
            found.sort(key=lambda record: ordering(place_of(record)))
    return found, test


def warn(ctx: "Context", name: str, text: str, warnings: Warnings) -> None:
    """Reports a search's warnings where its list stands."""
    tree = parse(text)
    if warnings and tree is not None:
        path = [name] if ctx.path is None else ctx.path.as_list()
        ctx.search_warnings.append({"path": path, "query": text, "parsed": shown(tree), "warnings": warnings})
