"""Reads a level again, on inventory_levels/update.

The payload is only a hint: what lies there is read from the shop, with the time of its last change.

Where the OMS's own ledger, or another system, knows best, the shop's number changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from integrations.connections import client_for
from integrations.shopify.inventory.fetch import fetch_level
from integrations.shopify.inventory.save import Outcome, Place, keep_level, place_of, variant_of
from integrations.shopify.products.fetch import fetch_product
from integrations.shopify.products.save import save as save_product
from shopify_client.client import Client
from shopify_client.types import InventoryItem, Product
from webhooks.delivery import Delivered, Handler, Ignored, Touched

_NOTHING = {
    Outcome.KNOWN: "What is kept of the level is as new already",
    Outcome.OLDER: "A newer number of the shop was taken in already",
}


@dataclass(frozen=True)
class Read:
    """`product`: the item's, where no variant of ours stands for the item yet."""

    place: Place
    item: InventoryItem
    product: Product | None


def read(delivered: Delivered) -> Read:
    location = delivered.gid("Location", "location_id")
    place = place_of(delivered.shop, location)
    if place is None:
        raise Ignored("The location stands for no facility")
    if not place.told_by_shop:
        raise Ignored(f"The shop is not the one that knows the stock of {place.facility}")
    client = client_for(delivered.shop)
    item = fetch_level(client, delivered.gid("InventoryItem", "inventory_item_id"), location)
    if item is None:
        raise Ignored("The shop has no such item any more")
    if not item.tracked:
        raise Ignored("The shop does not count this item")
    if item.inventory_level is None or not item.inventory_level.is_active:
        raise Ignored("The item is not stocked at this location any more")
    return Read(place, item, _product(delivered, client, item))


def _product(delivered: Delivered, client: Client, item: InventoryItem) -> Product | None:
    """Its webhook may come later, or never."""
    if not item.product_gid or variant_of(delivered.shop, item.id):
        return None
    return fetch_product(client, item.product_gid)


def apply(delivered: Delivered, found: Any) -> Sequence[Touched]:
    actor = f"webhook {delivered.topic}"
    if found.product is not None:
        save_product(delivered.shop, [found.product], actor)
    variant = variant_of(delivered.shop, found.item.id)
    if variant is None:
        raise Ignored("The shop has no product of this item any more")
    kept = keep_level(delivered.shop, found.place, variant, found.item, actor)
    if reason := _NOTHING.get(kept.outcome):
        raise Ignored(reason)
    reference = f"{variant.sku or variant.name} at {found.place.facility}"
    return [Touched("level", kept.outcome, reference, kept.level._meta.label_lower, str(kept.level.pk))]


LEVEL = Handler(apply, read)
