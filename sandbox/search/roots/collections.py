"""Defines the searches of collections."""

from sandbox.search.field_kinds import choice, identifier, words
from sandbox.search.fields import Field, Table
from sandbox.search.roots import unsupported_fields
from sandbox.search.roots.common import SortKeys, at, attribute, by_id, metafields, sorts, text_of
from sandbox.state.store import Store

# Every collection of this store is a manual one, which Shopify calls custom.
_TYPE = choice({"custom": frozenset({"custom"}), "smart": frozenset({"smart"})})


def table(store: Store) -> Table:
    fields = {
        "id": by_id(store.collections),
        "title": Field(words, lambda collection: collection.title),
        "handle": attribute("handle"),
        "updated_at": at("updated_at"),
        "collection_type": Field(_TYPE, lambda collection: "custom"),
        "product_id": Field(identifier, lambda collection: collection.product_ids),
    }
    return Table(
        fields, text_of(lambda one: (one.title, one.handle)), unsupported_fields.COLLECTIONS, metafields(store)
    )


def sort_keys(store: Store) -> SortKeys:
    return sorts("updated_at", TITLE=lambda collection: collection.title.casefold())
