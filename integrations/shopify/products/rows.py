"""Turns a product's lines into staging rows.

What Shopify calls a thing, in the columns of products/staging.sql.
"""

from collections.abc import Iterator, Sequence

from integrations.batches.copy_rows import Sheet
from shopify_client.types import AnyNode, Collection, Product, Variant
from shopify_client.types.product import TaxonomyCategory

# What Shopify gives a product that has no options.
_NO_OPTION = ("Title", "Default Title")
_TAXONOMY_SEPARATOR = " > "


class ProductRows:
    """One batch of lines. See `bulk_load.contract.Rows`."""

    def __init__(self) -> None:
        self.products = Sheet(
            "staged_product",
            (
                "at", "length", "gid", "legacy_id", "title", "description", "handle", "status", "vendor",
                "product_type", "image_url", "is_gift_card", "source_created_at", "updated_at", "taxonomy_gid",
            ),
        )  # fmt: skip
        self.tags = Sheet("staged_tag", ("product_at", "tag"))
        self.options = Sheet("staged_option", ("product_at", "name", "value", "position", "gid"))
        self.taxonomy = Sheet("staged_taxonomy", ("product_at", "gid", "name", "parent_gid"))
        self.variants = Sheet(
            "staged_variant",
            (
                "at", "length", "gid", "parent", "legacy_id", "title", "sku", "barcode", "price", "compare_at_price",
                "position", "weight", "weight_unit", "requires_shipping", "inventory_item_gid", "source_created_at",
                "updated_at",
            ),
        )  # fmt: skip
        self.variant_options = Sheet("staged_variant_option", ("variant_at", "name", "value", "position"))
        self.collections = Sheet("staged_collection", ("at", "length", "gid", "parent", "title"))

    @property
    def sheets(self) -> Sequence[Sheet]:
        return (
            self.products, self.tags, self.options, self.taxonomy, self.variants, self.variant_options,
            self.collections,
        )  # fmt: skip

    def add(self, node: AnyNode, at: int, length: int) -> None:
        """The variants' metafields come too; what the OMS itself wrote there tells it nothing new."""
        if isinstance(node, Variant):
            self._variant(node, at, length)
        elif isinstance(node, Product):
            self._product(node, at, length)
        elif isinstance(node, Collection):
            self.collections.add(at, length, node.id, node.parent_id, node.title)

    def _product(self, product: Product, at: int, length: int) -> None:
        self.products.add(
            at, length, product.id, product.legacy_resource_id, product.title, product.description_html,
            product.handle, product.status, product.vendor, product.product_type,
            product.featured_media and product.featured_media.url, product.is_gift_card, product.created_at,
            product.updated_at, product.category and product.category.id,
        )  # fmt: skip
        for tag in product.tags:
            self.tags.add(at, tag)
        gids = {(option.name, value.name): value.id for option in product.options for value in option.option_values}
        offered = [(option.name, value) for option in product.options for value in option.values]
        for position, (name, value) in enumerate(_real(offered), 1):
            self.options.add(at, name, value, position, gids.get((name, value), ""))
        if product.category:
            for gid, name, parent in _lineage(product.category):
                self.taxonomy.add(at, gid, name, parent)

    def _variant(self, variant: Variant, at: int, length: int) -> None:
        item = variant.inventory_item
        weight = item.measurement.weight if item.measurement else None
        self.variants.add(
            at, length, variant.id, variant.parent_id, variant.legacy_resource_id, variant.title, variant.sku,
            variant.barcode, variant.price, variant.compare_at_price, variant.position, weight and weight.value,
            weight and weight.unit, item.requires_shipping, item.id, variant.created_at, variant.updated_at,
        )  # fmt: skip
        chosen = [(option.name, option.value) for option in variant.selected_options]
        for position, (name, value) in enumerate(_real(chosen), 1):
            self.variant_options.add(at, name, value, position)


def _real(options: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    return [] if list(options) == [_NO_OPTION] else options


def _lineage(category: TaxonomyCategory) -> Iterator[tuple[str, str, str]]:
    """Lists (gid, name, gid of the parent) down to the category itself.

    The gids of the ancestors come in no promised order, but each begins with its parent's (aa, aa-1, aa-1-13), so the
    shorter stands above.
    """
    gids = [*sorted(category.ancestor_ids, key=len), category.id]
    names = category.full_name.split(_TAXONOMY_SEPARATOR)[: len(gids) - 1]
    names += [gid.rpartition("/")[2] for gid in gids[len(names) : -1]]
    parent = ""
    for gid, name in zip(gids, [*names, category.name], strict=True):
        yield gid, name, parent
        parent = gid
