"""Reading products from the shop, whole: with all variants and collections. No transaction may be open meanwhile."""

from typing import Any, NamedTuple

import msgspec

from integrations.shopify.bulk_load.contract import ImportFailed
from integrations.text import clean_all
from shopify_client import documents
from shopify_client.client import Client
from shopify_client.errors import NotFound
from shopify_client.types import Connection, Product, Variant

VARIANTS = 50


class Page(NamedTuple):
    """`after` continues behind this page; None = it was the last one."""

    records: list[Product]
    after: str | None


def fetch_product(client: Client, gid: str) -> Product | None:
    """The product as it is now, None when the shop has none of this id. ImportFailed for one in over 250 collections:
    what a page leaves out would be taken for memberships that have ended."""
    node = _one(client, gid, None)
    if node is None:
        return None
    product = msgspec.convert(node, Product, strict=False)
    page = product.variants
    while page is not None and page.page_info and page.page_info.has_next_page:
        more = _one(client, gid, page.page_info.end_cursor)
        if more is None:
            return None
        page = msgspec.convert(more["variants"], Connection[Variant], strict=False)
        if product.variants is not None:
            product.variants.nodes.extend(page.nodes)
    if _goes_on(product.collections):
        raise ImportFailed(f"{gid} is in more than 250 collections")
    return product


def fetch_page(client: Client, search: str, after: str | None, limit: int) -> Page:
    """One page of the products that the search string finds, by the time of their last change."""
    variables = {"query": search, "first": limit, "after": after, "variants": VARIANTS}
    answer = ask(client, "products_since", variables)["products"]
    page = msgspec.convert(answer, Connection[Product], strict=False)
    whole = [_whole(client, product) for product in page.nodes]
    info = answer["pageInfo"]
    products = [product for product in whole if product is not None]
    return Page(products, info["endCursor"] if info["hasNextPage"] else None)


def _whole(client: Client, product: Product) -> Product | None:
    if _goes_on(product.variants) or _goes_on(product.collections):
        return fetch_product(client, product.id)
    return product


def _goes_on(page: Connection[Any] | None) -> bool:
    return page is not None and page.page_info is not None and page.page_info.has_next_page


def _one(client: Client, gid: str, after: str | None) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] | None = ask(client, "product_by_id", {"id": gid, "after": after})["product"]
    except NotFound:
        return None
    return found


def ask(client: Client, document: str, variables: dict[str, Any]) -> dict[str, Any]:
    """The answer's data, its texts fit for the database."""
    answer: dict[str, Any] = clean_all(client.execute(documents.load(document), variables))
    return answer
