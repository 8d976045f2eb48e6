"""Finds the record that an address or a form names."""

from typing import TypeVar

from sandbox.pages.form_actions import Missing
from sandbox.rules.errors import Refused
from sandbox.state.records import InventoryItem, Location, Order, Product, Variant
from sandbox.state.store import Store


def order_of(store: Store, number: int) -> Order:
    return _of(store.orders, number, "order")


def product_of(store: Store, number: int) -> Product:
    return _of(store.products, number, "product")


def variant_of(store: Store, number: int) -> Variant:
    return _of(store.variants, number, "variant")


def item_of(store: Store, number: int) -> InventoryItem:
    return _of(store.inventory_items, number, "inventory item")


def location_of(store: Store, number: int) -> Location:
    return _of(store.locations, number, "location")


def sold(store: Store, words: str) -> Variant:
    """Finds the variant by SKU or number. Raises Refused."""
    found = store.variants_by_sku(words)
    variant = found[0] if found else store.variants.get(int(words) if words.isascii() and words.isdigit() else 0)
    if variant is None:
        raise Refused(f"There is no variant with the SKU or number {words!r}", "INVALID", ["sku"])
    return variant


Found = TypeVar("Found")


def _of(table: dict[int, Found], number: int, kind: str) -> Found:
    found = table.get(number)
    if found is None:
        raise Missing(f"{kind} {number}")
    return found
