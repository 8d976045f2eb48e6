"""A product as a paged read gives it, taken apart into the nodes that a bulk result has as lines of their own."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from shopify_client.types import AnyNode, Product


def apart(products: Iterable[Product]) -> Iterator[AnyNode]:
    """Each product, then its variants and collections, children naming their parents."""
    for product in products:
        yield product
        for variant in product.variants.nodes if product.variants else ():
            yield replace(variant, parent_id=product.id)
        for collection in product.collections.nodes if product.collections else ():
            yield replace(collection, parent_id=product.id)
