"""Holds the store in memory: records, indexes, one lock."""

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import msgspec

from sandbox.state import indexes
from sandbox.state.changes import Changes
from sandbox.state.clock import Clock
from sandbox.state.list_cache import ListCache
from sandbox.state.records import (
    Collection,
    Customer,
    Event,
    InventoryItem,
    InventoryLevel,
    Location,
    Metafield,
    Node,
    Order,
    Product,
    Shop,
    TaxonomyCategory,
    Variant,
    split_gid,
)
from sandbox.state.tables import FIRST_ID, Origin, Tables, default_shop
from sandbox.state.timestamps import later_than

Changed = TypeVar("Changed", Product, Variant, InventoryItem, InventoryLevel, Collection, Customer, Order, Location)

# Called as listener(topic, record, extra), with the store's lock held.
Listener = Callable[[str, Node, dict[str, Any]], None]


class Store:
    """Readers and writers hold `lock` to see one consistent picture.

    A writer ends with `touch(record)` for every record it changed: that stamps updated_at by the store's clock and
    raises `revision`, by which a snapshot knows that there is something to save.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.lock = threading.RLock()
        self.tables = Tables(shop=default_shop(self.clock.now()))
        self.indexes = indexes.Indexes()
        self.revision = 0
        self.changes = Changes()
        self.list_cache = ListCache()
        self.listeners: list[Listener] = []

    # The tables by their names: dicts from number to record, in order of creation.
    @property
    def shop(self) -> Shop:
        return self.tables.shop

    @property
    def origin(self) -> Origin:
        """Describes what the content was made from."""
        return self.tables.origin

    @property
    def locations(self) -> dict[int, Location]:
        return self.tables.locations

    @property
    def products(self) -> dict[int, Product]:
        return self.tables.products

    @property
    def variants(self) -> dict[int, Variant]:
        return self.tables.variants

    @property
    def inventory_items(self) -> dict[int, InventoryItem]:
        return self.tables.inventory_items

    @property
    def levels(self) -> dict[int, InventoryLevel]:
        return self.tables.levels

    @property
    def collections(self) -> dict[int, Collection]:
        return self.tables.collections

    @property
    def customers(self) -> dict[int, Customer]:
        return self.tables.customers

    @property
    def orders(self) -> dict[int, Order]:
        return self.tables.orders

    @property
    def events(self) -> dict[int, Event]:
        return self.tables.events

    @property
    def taxonomy(self) -> dict[str, TaxonomyCategory]:
        return self.tables.taxonomy

    def next_id(self, kind: str) -> int:
        """Gives the next number of a type; same steps, same numbers."""
        number = self.tables.counters.get(kind, FIRST_ID.get(kind, 1_000_000_000_000)) + 1
        self.tables.counters[kind] = number
        return number

    def node(self, gid: str) -> Node | None:
        """Finds a gid's record, of a type with its own table."""
        parts = split_gid(gid)
        return None if parts is None else self.find(*parts)

    def find(self, kind: str, number: int) -> Node | None:
        if kind == Shop.GID_TYPE:
            return self.shop if self.shop.id == number else None
        table: dict[int, Any] | None = self.tables.by_type().get(kind)
        return table.get(number) if table is not None else None

    def add(self, record: Node) -> None:
        """Puts a new record into its table and the indexes."""
        self.tables.by_type()[record.GID_TYPE][record.id] = record
        self.indexes.added(record)
        self.changes.note(record)
        self.revision += 1

    def discard(self, record: Node) -> None:
        """Takes a record out of its table and the indexes."""
        self.tables.by_type()[record.GID_TYPE].pop(record.id, None)
        self.indexes.removed(record)
        self.tables.metafields.pop(record.gid, None)
        self.changes.note(record)
        self.revision += 1

    def touch(self, *records: Changed) -> None:
        """Stamps what has changed; no instant repeats on one record."""
        now = self.clock.now()
        for record in records:
            record.updated_at = later_than(record.updated_at, now)
        self.changes.note(*records)
        self.revision += 1

    def announce(self, topic: str, record: Node, **extra: Any) -> None:
        """Tells every listener at once, by webhook topic ("orders/create").

        Called after `touch`, so that what a listener reads is the state that the topic speaks of.
        """
        for listener in self.listeners:
            listener(topic, record, extra)

    def replace(self, tables: Tables) -> None:
        """Puts another whole content in the place of this one."""
        with self.lock:
            self.tables = tables
            self.indexes = indexes.Indexes()
            for table in tables.by_type().values():
                for record in table.values():
                    self.indexes.added(record)
            self.changes.forget()
            self.revision += 1

    def reset(self) -> None:
        """Empties the store; the clock goes on."""
        self.replace(Tables(shop=default_shop(self.clock.now())))

    def product_variants(self, product: Product) -> list[Variant]:
        return [self.variants[number] for number in product.variant_ids]

    def item_of(self, variant: Variant) -> InventoryItem:
        return self.inventory_items[variant.inventory_item_id]

    def level(self, inventory_item_id: int, location_id: int) -> InventoryLevel | None:
        return self.levels.get(self.indexes.levels_of_item.get(inventory_item_id, {}).get(location_id, 0))

    def levels_of(self, inventory_item_id: int) -> list[InventoryLevel]:
        return [self.levels[number] for number in self.indexes.levels_of_item.get(inventory_item_id, {}).values()]

    def inventory_quantity(self, variant: Variant) -> int:
        """Computes inventoryQuantity: available units at all active places."""
        return sum(level.available for level in self.levels_of(variant.inventory_item_id) if level.is_active)

    def total_inventory(self, product: Product) -> int:
        return sum(self.inventory_quantity(variant) for variant in self.product_variants(product))

    def collections_of(self, product: Product) -> list[Collection]:
        return [self.collections[number] for number in sorted(self.indexes.collections_of_product.get(product.id, ()))]

    def orders_of_customer(self, customer_id: int) -> list[Order]:
        return [self.orders[number] for number in self.indexes.orders_of_customer.get(customer_id, ())]

    def variants_by_sku(self, sku: str) -> list[Variant]:
        return [self.variants[number] for number in self.indexes.variants_of_sku.get(sku, ())]

    def product_by_handle(self, handle: str) -> Product | None:
        return self.products.get(self.indexes.product_of_handle.get(handle, 0))

    def order_by_name(self, name: str) -> Order | None:
        return self.orders.get(self.indexes.order_of_name.get(name, 0))

    def order_of(self, kind: str, number: int) -> Order | None:
        """Finds the order of a part.

        `kind` is LineItem | FulfillmentOrder | FulfillmentOrderLineItem | Fulfillment | FulfillmentLineItem | Refund |
        OrderTransaction | ShippingLine | Return | ReturnLineItem | ReverseFulfillmentOrder |
        ReverseFulfillmentOrderLineItem.
        """
        return self.orders.get(self.indexes.order_of_part(kind, number, self.orders.values()))

    def metafields(self, owner_gid: str) -> list[Metafield]:
        return self.tables.metafields.get(owner_gid, [])

    def set_metafields(self, owner_gid: str, metafields: Iterable[Metafield]) -> None:
        self.tables.metafields[owner_gid] = list(metafields)
        self.revision += 1

    def dump(self) -> dict[str, Any]:
        """Gives the whole content as plain dicts and lists."""
        with self.lock:
            content: dict[str, Any] = msgspec.to_builtins(self.tables, str_keys=True)
            return content

    def records(self) -> Iterator[Node]:
        for table in self.tables.by_type().values():
            yield from table.values()
