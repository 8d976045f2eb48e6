"""Writes products that were read whole into the OMS.

As a bulk import would; what changed of known ones is kept.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from msgspec.structs import replace

from integrations.shopify.bulk_load import Counts
from integrations.shopify.bulk_load.small_batch import stage
from integrations.shopify.products import bulk
from oms.models import Shop, ShopProduct
from oms.products.changes import Picture, keep_changes, picture
from shopify_client.types import AnyNode, Product


@dataclass(frozen=True)
class Saved:
    """What a save did.

    `counts`: created, updated, unchanged, warnings. `changed`: the virtual products that were written, by pk; True =
    new. `fields`: values of known products that changed.
    """

    counts: Counts
    changed: dict[int, bool]
    fields: int = 0


def save(shop: Shop, products: Sequence[Product], actor: str) -> Saved:
    """Writes what is newer than ours, in one transaction.

    So does what differs at the same second. The number of statements doesn't depend on how many there are. Raises
    Unusable, or the database's refusal: then nothing is written.
    """
    gids = [product.id for product in products]
    with transaction.atomic(), connection.cursor() as cursor:
        known = _known(shop, gids)
        before = picture(known)
        span = stage(cursor, bulk.SUBJECT, shop, _nodes(products), actor)
        counts = bulk.merge(cursor, span)
        cursor.execute("SELECT id, created FROM pg_temp.merged")
        changed = dict(cursor.fetchall())
        after: Picture = picture([pk for pk in _known(shop, gids) if pk in changed])
        return Saved(counts, changed, keep_changes(before, after, actor))


def _nodes(products: Iterable[Product]) -> Iterator[AnyNode]:
    """Each product as the lines of a bulk result: then its variants and collections, children naming their parents."""
    for product in products:
        yield product
        for variant in product.variants.nodes if product.variants else ():
            yield replace(variant, parent_id=product.id)
        for collection in product.collections.nodes if product.collections else ():
            yield replace(collection, parent_id=product.id)


def _known(shop: Shop, gids: Sequence[str]) -> list[int]:
    return list(ShopProduct.objects.filter(shop=shop, gid__in=gids).values_list("product_id", flat=True))
