"""The list of fulfillment orders."""

from sandbox.search.field_kinds import choice, identifier, same_words
from sandbox.search.fields import Field, Table
from sandbox.search.roots.common import SortKeys, at, sorts, text_of
from sandbox.state.store import Store

_STATUS = choice(same_words("open", "in_progress", "scheduled", "on_hold", "incomplete", "closed", "cancelled"))


def fulfillment_orders(store: Store) -> Table:
    fields = {
        "id": Field(identifier, lambda one: one.id),
        "status": Field(_STATUS, lambda one: one.status),
        "assigned_location_id": Field(identifier, lambda one: one.location_id),
        "updated_at": at("updated_at"),
    }
    return Table(fields, text_of(lambda one: (store.orders[one.order_id].name,)))


def fulfillment_order_sort_keys(store: Store) -> SortKeys:
    return sorts("updated_at")
