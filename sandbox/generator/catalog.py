"""Makes the products: mostly garments, some accessories and downloads.

Garments come in sizes and colours; gift cards are among the rest.
"""

from datetime import datetime, timedelta
from random import Random

from sandbox.builders.products import ProductDraft, add_product
from sandbox.generator import product_drafts as drafts
from sandbox.state.records import Location, Product
from sandbox.state.store import Store

_STATUSES = ("ACTIVE", "ARCHIVED", "DRAFT")
_STATUS_WEIGHTS = (91, 6, 3)
_DAY = 86_400
# The first products of a store, so that even a small one has each kind.
_FIRST = (drafts.garment, drafts.simple, drafts.garment, drafts.gift_card, drafts.preorder, drafts.download)
_MAKERS = (drafts.garment, drafts.simple, drafts.preorder, drafts.download, drafts.gift_card)
_WEIGHTS = (88, 6, 4, 1, 1)


def add_catalog(
    store: Store, rng: Random, count: int, *, places: tuple[list[Location], list[Location]], anchor: datetime
) -> list[Product]:
    """Adds `count` products, the oldest first, last changed before `anchor`."""
    shelf = drafts.Shelf(rng, [place.id for place in places[0]], [place.id for place in places[1]])
    made = []
    for number in range(1, count + 1):
        maker = _FIRST[number - 1] if number <= len(_FIRST) else rng.choices(_MAKERS, _WEIGHTS)[0]
        draft = maker(shelf, number)
        if number > len(_FIRST):
            draft.status = rng.choices(_STATUSES, _STATUS_WEIGHTS)[0]
        made.append(_add(store, rng, draft, anchor))
    return made


def _add(store: Store, rng: Random, draft: ProductDraft, anchor: datetime) -> Product:
    at = anchor - timedelta(seconds=rng.randint(91 * _DAY, 720 * _DAY))
    product = add_product(store, draft, at)
    product.updated_at = at + (anchor - at) * rng.random()
    product.updated_at = product.updated_at.replace(microsecond=0)
    for variant in store.product_variants(product):
        variant.updated_at = product.updated_at
        store.item_of(variant).updated_at = product.updated_at
    return product
