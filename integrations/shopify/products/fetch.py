"""Reads products from the shop, each with all its variants and collections.

No transaction may be open meanwhile.
"""

from typing import Any

from integrations.shopify.ask import Gone, ask, ask_for_one
from shopify_client import pages
from shopify_client.client import Client
from shopify_client.errors import Unreadable
from shopify_client.pages import Page
from shopify_client.types import Product, Variant

VARIANTS = 50


def fetch_product(client: Client, gid: str) -> Product | None:
    """Asks for the product as it is, None when it is gone.

    Unreadable also for one in over 250 collections: what a page leaves out would be taken for memberships that have
    ended.
    """

    def read(after: str | None) -> dict[str, Any]:
        return ask_for_one(client, "product_by_id", {"id": gid, "after": after})

    try:
        product = pages.typed(read(None), Product)
        pages.complete(product.variants, Variant, lambda after: dict(read(after)["variants"]))
    except Gone:
        return None
    if pages.goes_on(product.collections):
        raise Unreadable(f"{gid} is in more than 250 collections")
    return product


def fetch_page(client: Client, search: str, after: str | None, limit: int) -> Page[Product]:
    """One page of the products that the search string finds, by the time of their last change."""
    variables = {"query": search, "first": limit, "after": after, "variants": VARIANTS}
    page = pages.page_of(ask(client, "products_since", variables)["products"], Product)
    return pages.each(page, lambda product: _whole(client, product))


def _whole(client: Client, product: Product) -> Product | None:
    if pages.goes_on(product.variants) or pages.goes_on(product.collections):
        return fetch_product(client, product.id)
    return product
