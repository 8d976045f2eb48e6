"""The list of events: what happened in the store, and all that is left of a deleted product."""

from sandbox.search.field_kinds import choice
from sandbox.search.fields import Field, Table
from sandbox.search.roots.common import SortKeys, at, attribute, by_id, sorts, text_of
from sandbox.state.store import Store

# There are no comments here, so that leaving them out or not comes to the same.
_COMMENTS = choice({"true": frozenset({"event"}), "false": frozenset({"event"})})


def table(store: Store) -> Table:
    fields = {
        "id": by_id(store.events),
        "action": attribute("action"),
        "subject_type": attribute("subject_type"),
        "created_at": at("created_at"),
        "comments": Field(_COMMENTS, lambda event: "event"),
    }
    return Table(fields, text_of(lambda event: (event.message,)))


def sort_keys(store: Store) -> SortKeys:
    return sorts("created_at")
