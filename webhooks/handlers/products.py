"""Reads a product again, whole.

Of a deleted one the payload is an id, so the shop is asked whether it is gone.
"""

from collections.abc import Sequence
from typing import Any

from integrations.connections import client_for
from integrations.shopify.products import deletion
from integrations.shopify.products.fetch import fetch_product
from integrations.shopify.products.save import save
from oms.models import Product
from webhooks.delivery import Delivered, Handler, Ignored, Touched


def gone(delivered: Delivered) -> str:
    gid = delivered.gid("Product")
    if deletion.is_there(client_for(delivered.shop), gid):
        raise Ignored("The shop still has this product")
    return gid


def discontinue(delivered: Delivered, gid: Any) -> Sequence[Touched]:
    return [
        Touched("product", "discontinued", product.sku or product.name, product._meta.label_lower, str(product.pk))
        for product in deletion.discontinue(delivered.shop, gid)
    ]


DELETED = Handler(discontinue, gone)


def read(delivered: Delivered) -> Any:
    found = fetch_product(client_for(delivered.shop), delivered.gid("Product"))
    if found is None:
        raise Ignored("The shop has no such product any more")
    return found


def apply(delivered: Delivered, product: Any) -> Sequence[Touched]:
    saved = save(delivered.shop, [product], f"webhook {delivered.topic}")
    if not saved.changed:
        raise Ignored("What is kept of the product is as new already")
    names, label = Product.objects.in_bulk(saved.changed), Product._meta.label_lower
    return [
        Touched("product", "created" if created else "updated", names[pk].name, label, str(pk))
        for pk, created in saved.changed.items()
    ]


PRODUCT = Handler(apply, read)
