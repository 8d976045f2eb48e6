"""Sorts the records of a list by a sort key."""

from typing import Any

from sandbox.search.field_kinds import Reading
from sandbox.search.lists import LISTS
from sandbox.search.sort_position import ordering, place_by
from sandbox.search.sorted_list import Ordered
from sandbox.search.time_window import window
from sandbox.state.store import Store


def in_order(store: Store, name: str, sort_key: str, text: str, reading: Reading) -> list[Any]:
    """Sorts the list, less what the text's time span rules out.

    The result never changes later, for a bulk operation goes on reading it while the store changes. Call it with the
    store locked.
    """
    told = LISTS[name]
    place_of = place_by(told.sort_keys(store)[sort_key])
    table = told.table
    if table is None or sort_key in told.related:

        def made() -> list[Any]:
            return sorted(told.all(store), key=lambda record: ordering(place_of(record)))

        return store.list_cache.get((name, sort_key), store.revision, made)
    standing = store.list_cache.get((name, sort_key), 0, lambda: Ordered(store.changes, lambda: table(store), place_of))
    standing.refresh()
    low, high = window(standing.keys, text, sort_key, reading)
    return standing.records[low:high]
