"""Defines the searches of products and of their variants."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

from sandbox.search.field_kinds import amount, boolean, choice, exact, identifier, same_words, words
from sandbox.search.fields import Field, Table
from sandbox.search.roots import unsupported_fields
from sandbox.search.roots.common import SortKeys, at, attribute, by_id, metafields, sorts, tags, text_of
from sandbox.state.records import Product
from sandbox.state.store import Store

STATUSES = choice(same_words("active", "archived", "draft", "unlisted"))
_PUBLISHED = choice(
    {
        "published": frozenset({"published"}),
        "visible": frozenset({"published"}),
        "unpublished": frozenset({"unpublished"}),
        "unavailable": frozenset({"unpublished"}),
        "online_store_channel": frozenset({"published", "unpublished"}),
    }
)


def table(store: Store) -> Table:
    def of_variants(name: str) -> Any:
        return lambda product: [getattr(one, name) for one in store.product_variants(product) if getattr(one, name)]

    def with_sku(text: str) -> Iterable[Product] | None:
        found = {one.product_id: store.products[one.product_id] for one in store.variants_by_sku(text)}
        return list(found.values()) or None

    def with_handle(text: str) -> Iterable[Product] | None:
        product = store.product_by_handle(text)
        return None if product is None else [product]

    def of_collection(product: Product) -> list[int]:
        return list(store.indexes.collections_of_product.get(product.id, ()))

    def sold_out_somewhere(product: Product) -> bool:
        levels = chain.from_iterable(store.levels_of(one.inventory_item_id) for one in store.product_variants(product))
        return any(level.available <= 0 for level in levels if level.is_active)

    def reduced(product: Product) -> bool:
        variants = store.product_variants(product)
        return any(one.compare_at_price is not None and one.compare_at_price > one.price for one in variants)

    fields = {
        "id": by_id(store.products),
        "title": Field(words, lambda product: product.title),
        "handle": Field(exact, lambda product: product.handle, with_handle),
        "created_at": at("created_at"),
        "updated_at": at("updated_at"),
        "published_at": at("published_at"),
        "status": Field(STATUSES, lambda product: product.status),
        "published_status": Field(_PUBLISHED, lambda one: "published" if one.published_at else "unpublished"),
        "vendor": attribute("vendor"),
        "product_type": attribute("product_type"),
        "category_id": attribute("category_id"),
        "collection_id": Field(identifier, of_collection),
        "gift_card": Field(boolean, lambda product: product.is_gift_card),
        "has_only_default_variant": Field(boolean, lambda product: product.has_only_default_variant),
        "inventory_total": Field(amount, store.total_inventory),
        "is_price_reduced": Field(boolean, reduced),
        "out_of_stock_somewhere": Field(boolean, sold_out_somewhere),
        "price": Field(amount, of_variants("price")),
        "sku": Field(exact, of_variants("sku"), with_sku),
        "barcode": Field(exact, of_variants("barcode")),
        "variant_id": Field(identifier, lambda product: product.variant_ids),
        "variant_title": Field(words, of_variants("title")),
        **tags(),
    }

    def text(product: Product) -> Iterable[str | None]:
        yield from (product.title, product.vendor, product.product_type, product.handle, *product.tags)
        for one in store.product_variants(product):
            yield from (one.sku, one.barcode, one.title)

    return Table(fields, text_of(text), unsupported_fields.PRODUCTS, metafields(store))


def sort_keys(store: Store) -> SortKeys:
    return sorts(
        "created_at",
        "updated_at",
        "published_at",
        TITLE=lambda product: product.title.casefold(),
        VENDOR=lambda product: product.vendor.casefold(),
        PRODUCT_TYPE=lambda product: product.product_type.casefold(),
        INVENTORY_TOTAL=store.total_inventory,
    )
