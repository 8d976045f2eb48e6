"""Puts returned units back in stock, and takes damaged ones out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from oms.inventory import ledger
from oms.inventory.ledger import Entry
from oms.models import (
    InventoryLevel,
    InventorySource,
    LedgerReason,
    OrderHeader,
    RestockStatus,
    ReturnItem,
    ShopLocation,
)

DAMAGED = "VAR_DAMAGED"
DEFECTIVE = "DEFECTIVE"
COUNTED = "In the shop's own number already"


class NotDamageable(ValueError):
    """The sentence says why."""


@dataclass(frozen=True)
class Restock:
    """Where the shop says the units went: `facility_id` None = a place that stands for no facility of ours.

    `at`: when the shop put them there, by its own clock; None = it did not say. `location_gid`: the shop's own id of
    the place, "" = it did not say.
    """

    item: ReturnItem
    facility_id: int | None
    at: datetime | None = None
    location_gid: str = ""


@transaction.atomic
def restock(wish: Restock, *, actor: str) -> None:
    """Puts the units in stock, once.

    Defective ones leave it again as damaged where their store says so. Without a facility they wait until the shop's
    location has one. The caller holds the order's lock.
    """
    if wish.item.restock_status != RestockStatus.RESTOCKED:
        _restock([wish], actor)


@transaction.atomic
def restock_waiting(shop_id: int, *, actor: str) -> list[ReturnItem]:
    """Put in stock what waited for its location to stand for a facility; those that did, with their order.

    Locks the orders first, as whoever reads a return again does, so that nobody else restocks them meanwhile. Six
    statements for any five hundred of them.
    """
    mapped = ShopLocation.objects.filter(shop=shop_id, facility__isnull=False)
    places = dict(mapped.values_list("gid", "facility_id"))
    waiting = ReturnItem.objects.filter(
        restock_status=RestockStatus.PENDING_LOCATION, header__order__shop=shop_id, location_gid__in=places
    )
    orders = OrderHeader.objects.filter(pk__in=waiting.order_by().values("header__order")).order_by("pk")
    locked = list(orders.select_for_update().values_list("pk", flat=True))
    placed = waiting.filter(header__order__in=locked).select_related("product", "header__order__store").order_by("pk")
    items = list(placed)
    _restock([Restock(one, places[one.location_gid], one.put_back_at, one.location_gid) for one in items], actor)
    return [one for one in items if one.restock_status == RestockStatus.RESTOCKED]


def _restock(wishes: Sequence[Restock], actor: str) -> None:
    """The same statements for any five hundred."""
    back = [wish for wish in wishes if _take(wish)]
    held = _held_by_the_shop(back)
    entries = [entry for wish in back for entry in _entries(wish, held, actor)]
    if entries:
        ledger.record(entries)
    fields = ["restock_status", "facility", "location_gid", "put_back_at", "damaged_at"]
    ReturnItem.objects.bulk_update([wish.item for wish in wishes], fields, batch_size=500)


def _take(wish: Restock) -> bool:
    """Say of the item what becomes of it; whether it goes in stock."""
    item = wish.item
    item.location_gid, item.put_back_at = wish.location_gid, wish.at
    if item.product is None or not item.product.has_inventory:
        item.restock_status = RestockStatus.NO_RESTOCK
    elif wish.facility_id is None:
        item.restock_status = RestockStatus.PENDING_LOCATION
    else:
        item.restock_status, item.facility_id = RestockStatus.RESTOCKED, wish.facility_id
        return True
    return False


def _held_by_the_shop(wishes: Sequence[Restock]) -> dict[tuple[int, int], datetime | None]:
    """When the shop's number of these levels was taken in, where it counts.

    The levels stay locked, so that a reset comes before this look or after the units.
    """
    if not any(wish.at for wish in wishes):
        return {}
    levels = InventoryLevel.objects.filter(
        product__in={wish.item.product_id for wish in wishes},
        facility__in={wish.facility_id for wish in wishes},
        facility__inventory_source=InventorySource.SHOPIFY,
    )
    locked = levels.order_by("product", "facility").select_for_update(of=("self",))
    return {(level.product_id, level.facility_id): level.source_updated_at for level in locked}


def _entries(wish: Restock, held: Mapping[tuple[int, int], datetime | None], actor: str) -> Iterator[Entry]:
    """Where the shop's number was taken in after the units came back, it holds them: they must not count twice."""
    item, units = wish.item, wish.item.quantity
    yield _entry(item, units, LedgerReason.RETURN, actor)
    assert item.product_id is not None and item.facility_id is not None
    taken = held.get((item.product_id, item.facility_id))
    if wish.at is not None and taken is not None and taken >= wish.at:
        reserves = item.header.order.store.reserve_inventory
        yield _entry(item, -units, LedgerReason.RESET_QOH if reserves else LedgerReason.RESET_ATP, actor)
    if item.reason == DEFECTIVE and item.header.order.store.auto_damage_on_defective:
        item.damaged_at = timezone.now()
        yield _entry(item, -units, LedgerReason.VARIANCE, actor)


def log_damaged(item: ReturnItem, *, actor: str) -> None:
    """Take the units out of stock again as damaged, once; the ledger shows both. Raises NotDamageable."""
    with transaction.atomic():
        item = ReturnItem.objects.select_for_update().get(pk=item.pk)
        if item.restock_status != RestockStatus.RESTOCKED or item.facility_id is None:
            raise NotDamageable("Only units that were put in stock again can be damaged there")
        if item.damaged_at is not None:
            raise NotDamageable("They were logged as damaged already")
        ledger.record([_entry(item, -item.quantity, LedgerReason.VARIANCE, actor)])
        ReturnItem.objects.filter(pk=item.pk).update(damaged_at=Now())


def _entry(item: ReturnItem, units: int, reason: LedgerReason, actor: str) -> Entry:
    """Of the item's own units, signed; its key makes it count once."""
    assert item.product_id is not None and item.facility_id is not None
    key = f"{reason.lower()}:{item.header_id}:{item.gid}"
    note = {LedgerReason.VARIANCE: DAMAGED, LedgerReason.RETURN: ""}.get(reason, COUNTED)
    return Entry(item.product_id, item.facility_id, units, units, reason, key=key, actor=actor, note=note)
