"""Lists every searchable root: its fields, sort keys and records."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sandbox.search.field_kinds import choice, identifier, same_words
from sandbox.search.fields import Field, Table
from sandbox.search.roots import collections, customers, orders, products, stock, variants
from sandbox.search.roots.common import SortKeys, at, attribute, by_id, sorts, text_of
from sandbox.state.store import Store

# There are no comments here, so that leaving them out or not comes to the same.
_COMMENTS = choice({"true": frozenset({"event"}), "false": frozenset({"event"})})
_STATUS = choice(same_words("open", "in_progress", "scheduled", "on_hold", "incomplete", "closed", "cancelled"))


@dataclass(frozen=True)
class List:
    """Describes a list; `table` has its records, or `records` gives them.

    They are parts of others then. An order by a `related` sort key reads other records too: it is made again whenever
    anything changes.
    """

    fields: Callable[[Store], Table]
    sort_keys: Callable[[Store], SortKeys]
    table: Callable[[Store], dict[int, Any]] | None = None
    records: Callable[[Store], Iterable[Any]] = lambda store: ()
    related: frozenset[str] = frozenset()

    def all(self, store: Store) -> Iterable[Any]:
        return self.records(store) if self.table is None else self.table(store).values()


def _events(store: Store) -> Table:
    fields = {
        "id": by_id(store.events),
        "action": attribute("action"),
        "subject_type": attribute("subject_type"),
        "created_at": at("created_at"),
        "comments": Field(_COMMENTS, lambda event: "event"),
    }
    return Table(fields, text_of(lambda event: (event.message,)))


def _fulfillment_orders(store: Store) -> Table:
    fields = {
        "id": Field(identifier, lambda one: one.id),
        "status": Field(_STATUS, lambda one: one.status),
        "assigned_location_id": Field(identifier, lambda one: one.location_id),
        "updated_at": at("updated_at"),
    }
    return Table(fields, text_of(lambda one: (store.orders[one.order_id].name,)))


LISTS: dict[str, List] = {
    "orders": List(orders.table, orders.sort_keys, lambda store: store.orders, related=frozenset({"CUSTOMER_NAME"})),
    "products": List(
        products.table, products.sort_keys, lambda store: store.products, related=frozenset({"INVENTORY_TOTAL"})
    ),
    "productVariants": List(variants.table, variants.sort_keys, lambda store: store.variants, related=variants.RELATED),
    "collections": List(collections.table, collections.sort_keys, lambda store: store.collections),
    "customers": List(customers.table, customers.sort_keys, lambda store: store.customers),
    "inventoryItems": List(stock.inventory_items, stock.item_sort_keys, lambda store: store.inventory_items),
    "locations": List(stock.locations, stock.location_sort_keys, lambda store: store.locations),
    "events": List(_events, lambda store: sorts("created_at"), lambda store: store.events),
    "fulfillmentOrders": List(
        _fulfillment_orders,
        lambda store: sorts("updated_at"),
        records=lambda store: [one for order in store.orders.values() for one in order.fulfillment_orders],
    ),
}
