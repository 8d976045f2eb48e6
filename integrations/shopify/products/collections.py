"""Reads changed collections from the shop, and who entered or left them.

No product tells of that itself.
"""

from collections.abc import Iterator
from typing import Any

from integrations.shopify.ask import Gone, ask_for_all, ask_for_one
from oms.models import ProductCategory, ProductCategoryMember, Shop, ShopProduct
from shopify_client import pages
from shopify_client.client import Client


def changed(client: Client, search: str) -> Iterator[tuple[str, str]]:
    """(gid, title) of the collections that the search string finds."""
    nodes = ask_for_all(client, "collections_since", {"query": search, "first": 100})
    yield from ((node["id"], node["title"]) for node in nodes)


def members(client: Client, gid: str) -> set[str]:
    """Gids of the products in the collection; none when it is gone."""

    def read(after: str | None) -> dict[str, Any]:
        return dict(ask_for_one(client, "collection_members", {"id": gid, "after": after})["products"])

    try:
        return {node["id"] for node in pages.every(read)}
    except Gone:
        return set()


def moved(shop: Shop, gid: str, now: set[str]) -> set[str]:
    """Gids of the products that are members here and not in the shop, or the other way round."""
    linked = ShopProduct.objects.filter(shop=shop)
    ours = ProductCategoryMember.objects.filter(
        category__shop_categories__shop=shop, category__shop_categories__gid=gid, thru_at=None
    )
    kept = set(linked.filter(product__in=ours.values("product")).values_list("gid", flat=True))
    return kept ^ now


def rename(shop: Shop, gid: str, title: str) -> bool:
    """Whether its category had another name."""
    category = ProductCategory.objects.filter(shop_categories__shop=shop, shop_categories__gid=gid)
    return bool(category.exclude(name=title).update(name=title))
