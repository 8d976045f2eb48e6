"""Resets a level through the ledger to the shop's newer number.

The number is what the shop said at its `updatedAt`; an older one than was taken in before is left alone, so that it
doesn't matter which of two reads is written first. The same number twice is no line in the ledger.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from integrations.shopify.inventory.echo import is_echo
from oms.inventory import ledger
from oms.inventory.ledger import By, Target
from oms.models import Facility, InventoryLevel, InventorySource, Product, Shop, ShopLocation, ShopProduct
from shopify_client.types import InventoryItem


class Outcome(StrEnum):
    """CONFIRMED: a newer look, the same number. KNOWN: nothing new at all."""

    RESET = "reset"
    CONFIRMED = "confirmed"
    KNOWN = "known"
    OLDER = "older"
    ECHO = "echo"


@dataclass(frozen=True)
class Place:
    """A shop's location and the facility that it stands for."""

    location_gid: str
    facility: Facility

    @property
    def told_by_shop(self) -> bool:
        """Whether the shop knows best what lies there; elsewhere the OMS's own ledger does."""
        return self.facility.inventory_source == InventorySource.SHOPIFY


@dataclass(frozen=True)
class Kept:
    level: InventoryLevel
    outcome: Outcome


def place_of(shop: Shop, location_gid: str) -> Place | None:
    """None = the location stands for no facility."""
    location = ShopLocation.objects.filter(shop=shop, gid=location_gid).select_related("facility").first()
    return Place(location_gid, location.facility) if location and location.facility else None


def variant_of(shop: Shop, item_gid: str) -> Product | None:
    known = ShopProduct.objects.filter(shop=shop, inventory_item_gid=item_gid).select_related("product").first()
    return known.product if known else None


def keep_level(shop: Shop, place: Place, product: Product, item: InventoryItem, actor: str) -> Kept:
    """Reset the product's level to what the item's level says, in units. Raises ValueError without a level.

    A store that reserves here takes the shop's on hand (what is reserved is known here), another one takes what the
    shop calls available: taking both off would count reserved units twice.
    """
    theirs = item.inventory_level
    if theirs is None:
        raise ValueError(f"{item.id} has no level")
    by, name = (By.QOH, "on_hand") if shop.store.reserve_inventory else (By.ATP, "available")
    with transaction.atomic():
        level = ledger.locked(product.pk, place.facility.pk)
        before, now = level.source_updated_at, theirs.updated_at
        if before is not None and now is not None and now < before:
            return Kept(level, Outcome.OLDER)
        if is_echo(shop, item.id, place.location_gid, theirs.quantity("available"), before):
            outcome = Outcome.ECHO
        elif ledger.reset([Target(product.pk, place.facility.pk, theirs.quantity(name) or 0)], by, actor=actor):
            outcome = Outcome.RESET
        else:
            outcome = Outcome.KNOWN if now == before else Outcome.CONFIRMED
        InventoryLevel.objects.filter(pk=level.pk).update(source_updated_at=now)
        return Kept(level, outcome)
