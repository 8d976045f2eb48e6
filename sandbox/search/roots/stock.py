"""Defines the searches of inventory items and locations."""

from sandbox.search.field_kinds import boolean, choice, exact, words
from sandbox.search.fields import Field, Table
from sandbox.search.roots import unsupported_fields
from sandbox.search.roots.common import SortKeys, at, by_id, metafields, sorts, text_of
from sandbox.state.records import InventoryItem
from sandbox.state.store import Store

_ACTIVE = choice({"true": frozenset({"true"}), "false": frozenset({"false"})})


def inventory_items(store: Store) -> Table:
    def with_sku(text: str) -> list[InventoryItem] | None:
        return [store.item_of(variant) for variant in store.variants_by_sku(text)] or None

    fields = {
        "id": by_id(store.inventory_items),
        "sku": Field(exact, lambda item: item.sku, with_sku),
        "created_at": at("created_at"),
        "updated_at": at("updated_at"),
    }
    return Table(fields, text_of(lambda item: (item.sku,)))


def item_sort_keys(store: Store) -> SortKeys:
    return sorts()


def locations(store: Store) -> Table:
    fields = {
        "id": by_id(store.locations),
        "location_id": by_id(store.locations),
        "name": Field(words, lambda one: one.name),
        "active": Field(_ACTIVE, lambda one: "true" if one.is_active else "false"),
        "legacy": Field(boolean, lambda one: one.is_fulfillment_service),
        "geolocated": Field(boolean, lambda one: one.address.latitude is not None),
        "created_at": at("created_at"),
        **{name: _place(name) for name in ("address1", "address2", "city", "country", "province", "zip")},
    }
    text = text_of(lambda one: (one.name, one.address.city))
    return Table(fields, text, unsupported_fields.LOCATIONS, metafields(store))


def _place(name: str) -> Field:
    return Field(exact, lambda location: getattr(location.address, name))


def location_sort_keys(store: Store) -> SortKeys:
    return sorts(NAME=lambda location: location.name.casefold())
