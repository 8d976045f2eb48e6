"""Searching a store's list by hand."""

from typing import Any

from sandbox.search.field_kinds import Reading
from sandbox.search.lists import LISTS
from sandbox.search.search import Search, Warnings
from sandbox.state.store import Store


def search_of(store: Store, name: str) -> Search:
    return Search(LISTS[name].fields(store), lambda: Reading(store.clock.now(), store.shop.iana_timezone))


def looked_for(store: Store, name: str, text: str) -> tuple[list[Any], Warnings]:
    """What is found by a look at every record."""
    found, warnings = search_of(store, name).filter(list(LISTS[name].all(store)), text)
    return list(found), warnings


def found(store: Store, name: str, text: str) -> list[Any]:
    """What is found without any warning. A short cut by index must not change it."""
    records, warnings = looked_for(store, name, text)
    assert warnings == []
    candidates = search_of(store, name).candidates(text)
    if candidates is not None:
        assert [one for one in candidates if one in records] and set(map(id, records)) <= set(map(id, candidates))
    return records
