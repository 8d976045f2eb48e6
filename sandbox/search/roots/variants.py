"""Defines the searches of product variants."""

from collections.abc import Iterable

from sandbox.search.field_kinds import amount, boolean, choice, exact, identifier, words
from sandbox.search.fields import Field, Table
from sandbox.search.roots import unsupported_fields
from sandbox.search.roots.common import SortKeys, at, attribute, by_id, metafields, sorts, text_of
from sandbox.search.roots.products import STATUSES
from sandbox.state.records import Product, Variant
from sandbox.state.store import Store

_MANAGED = choice({"shopify": frozenset({"tracked"}), "not_managed": frozenset({"untracked"})})

# Sort keys that read the product or the stock.
RELATED = frozenset({"NAME", "FULL_TITLE", "INVENTORY_QUANTITY", "INVENTORY_LEVELS_AVAILABLE"})


def table(store: Store) -> Table:
    def product(variant: Variant) -> Product:
        return store.products[variant.product_id]

    def with_sku(text: str) -> Iterable[Variant] | None:
        return store.variants_by_sku(text) or None

    def of_product(text: str) -> Iterable[Variant] | None:
        number = text.rpartition("/")[2]
        owner = store.products.get(int(number)) if number.isascii() and number.isdigit() else None
        return [] if owner is None else store.product_variants(owner)

    fields = {
        "id": by_id(store.variants),
        "sku": Field(exact, lambda variant: variant.sku, with_sku),
        "barcode": attribute("barcode"),
        "title": Field(words, lambda variant: f"{product(variant).title} {variant.title}"),
        "product_id": Field(identifier, lambda variant: variant.product_id, of_product),
        "product_ids": Field(exact, lambda variant: str(variant.product_id)),
        "product_status": Field(STATUSES, lambda variant: product(variant).status),
        "product_type": Field(exact, lambda variant: product(variant).product_type),
        "vendor": Field(exact, lambda variant: product(variant).vendor),
        "tag": Field(exact, lambda variant: product(variant).tags),
        "tag_not": Field(exact, lambda variant: product(variant).tags, negated=True),
        "collection": Field(identifier, lambda one: list(store.indexes.collections_of_product.get(one.product_id, ()))),
        "gift_card": Field(boolean, lambda variant: product(variant).is_gift_card),
        "inventory_quantity": Field(amount, store.inventory_quantity),
        "inventory_management": Field(_MANAGED, lambda one: "tracked" if store.item_of(one).tracked else "untracked"),
        "location_id": Field(identifier, lambda one: list(store.indexes.levels_of_item.get(one.inventory_item_id, ()))),
        "option1": Field(exact, lambda variant: variant.option_values[0] if variant.option_values else None),
        "option2": Field(exact, lambda variant: variant.option_values[1] if len(variant.option_values) > 1 else None),
        "option3": Field(exact, lambda variant: variant.option_values[2] if len(variant.option_values) > 2 else None),
        "updated_at": at("updated_at"),
    }
    text = text_of(lambda one: (product(one).title, one.title, one.sku, one.barcode, product(one).vendor))
    return Table(fields, text, unsupported_fields.VARIANTS, metafields(store))


def sort_keys(store: Store) -> SortKeys:
    def full_title(variant: Variant) -> str:
        return f"{store.products[variant.product_id].title} - {variant.title}".casefold()

    return sorts(
        "position",
        "inventory_policy",
        TITLE=lambda variant: variant.title.casefold(),
        NAME=full_title,
        FULL_TITLE=full_title,
        SKU=lambda variant: variant.sku,
        INVENTORY_QUANTITY=store.inventory_quantity,
        INVENTORY_LEVELS_AVAILABLE=store.inventory_quantity,
    )
