"""Every list that can be searched, by the name of its root: its fields, its sort keys, its records."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sandbox.search.fields import Table
from sandbox.search.roots import collections, customers, events, orders, products, stock, variants, work
from sandbox.search.roots.common import SortKeys
from sandbox.state.store import Store


@dataclass(frozen=True)
class List:
    """`table` holds the records by number; where they are parts of others, `records` gives them and `table` is None.

    `related` are sort keys that read other records too: an order by them is made anew whenever anything changes.
    """

    fields: Callable[[Store], Table]
    sort_keys: Callable[[Store], SortKeys]
    table: Callable[[Store], dict[int, Any]] | None = None
    records: Callable[[Store], Iterable[Any]] = lambda store: ()
    related: frozenset[str] = frozenset()

    def all(self, store: Store) -> Iterable[Any]:
        return self.records(store) if self.table is None else self.table(store).values()


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
    "events": List(events.table, events.sort_keys, lambda store: store.events),
    "fulfillmentOrders": List(
        work.fulfillment_orders,
        work.fulfillment_order_sort_keys,
        records=lambda store: [one for order in store.orders.values() for one in order.fulfillment_orders],
    ),
}
