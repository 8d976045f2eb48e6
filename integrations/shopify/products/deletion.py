"""Discontinues the products that Shopify has deleted.

Ours stay for the order history, and are sold no more.
"""

from collections.abc import Iterator

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now

from integrations.shopify.ask import ask, ask_for_all
from integrations.shopify.products.bulk import hand_on_skus, lock
from oms.models import (
    GoodIdentification,
    IdentificationType,
    Product,
    ProductCategoryMember,
    ProductFacility,
    Shop,
    ShopProduct,
)
from shopify_client.client import Client


def is_there(client: Client, gid: str) -> bool:
    """Whether the shop still has the product."""
    return bool(ask(client, "product_by_id", {"id": gid, "after": None})["product"])


def deleted(client: Client, search: str) -> Iterator[str]:
    """Gids of the products that were deleted, by the shop's events that the search string finds."""
    events = ask_for_all(client, "product_deletions_since", {"query": search, "first": 100})
    return (node["subjectId"] for node in events if node.get("subjectId"))


def discontinue(shop: Shop, gid: str) -> list[Product]:
    """Marks the product and its variants, and ends what they belong to.

    Their memberships (categories, pre-sell) and their thresholds end. Their SKUs are free: one that waits for such a
    SKU gets it.

    The products that were not discontinued before; none when the shop's product is unknown here. In a transaction.
    """
    with connection.cursor() as cursor:
        lock(cursor, shop.pk)
    known = ShopProduct.objects.filter(shop=shop, gid=gid).values_list("product_id", flat=True)
    family = Product.objects.filter(Q(pk__in=known) | Q(parent_id__in=known))
    ended = list(family.select_for_update(of=("self",)).filter(discontinued_at__isnull=True))
    pks = [product.pk for product in ended]
    Product.objects.filter(pk__in=pks).update(discontinued_at=Now(), updated_at=Now())
    ProductCategoryMember.objects.filter(product_id__in=pks, thru_at__isnull=True).update(thru_at=Now())
    ProductFacility.objects.filter(product_id__in=pks).exclude(minimum_stock=0).update(minimum_stock=0)
    GoodIdentification.objects.filter(product_id__in=pks, type=IdentificationType.SKU).delete()
    if ended:
        with connection.cursor() as cursor:
            hand_on_skus(cursor)
    return ended
