"""Collections that changed in the shop, and the products that entered or left one: no product tells of that itself."""

from collections.abc import Iterator
from typing import Any

from integrations.shopify.products.fetch import ask
from oms.models import ProductCategory, ProductCategoryMember, Shop, ShopProduct
from shopify_client.client import Client


def changed(client: Client, search: str) -> Iterator[tuple[str, str]]:
    """(gid, title) of the collections that the search string finds."""
    after: str | None = None
    while True:
        page = ask(client, "collections_since", {"query": search, "first": 100, "after": after})["collections"]
        yield from ((node["id"], node["title"]) for node in page["nodes"])
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def members(client: Client, gid: str) -> set[str]:
    """Gids of the products in the collection; none when it is gone."""
    found: set[str] = set()
    after: str | None = None
    while True:
        collection: dict[str, Any] | None = ask(client, "collection_members", {"id": gid, "after": after})["collection"]
        if collection is None:
            return found
        found |= {node["id"] for node in collection["products"]["nodes"]}
        if not collection["products"]["pageInfo"]["hasNextPage"]:
            return found
        after = collection["products"]["pageInfo"]["endCursor"]


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
