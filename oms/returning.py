"""What a return does to stock: back on the shelf where its place is known, and out again when it is damaged."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now

from oms import stock
from oms.models import InventoryLevel, InventorySource, LedgerReason, RestockStatus, ReturnItem
from oms.stock import Entry

DAMAGED = "VAR_DAMAGED"
DEFECTIVE = "DEFECTIVE"
COUNTED = "In the shop's own number already"


class NotPossible(ValueError):
    """The sentence says why."""


@dataclass(frozen=True)
class Restock:
    """Where the shop says the units went: `facility_id` None = a place that stands for no facility of ours.

    `at`: when the shop put them there, by its own clock; None = it did not say.
    """

    item: ReturnItem
    facility_id: int | None
    at: datetime | None = None


@transaction.atomic
def restock(wish: Restock, *, actor: str) -> None:
    """Put the units in stock, once. Without a facility they wait until the shop's location has one."""
    item = wish.item
    if item.restock_status == RestockStatus.RESTOCKED:
        return
    if item.product is None or not item.product.has_inventory:
        item.restock_status = RestockStatus.NO_RESTOCK
    elif wish.facility_id is None:
        item.restock_status = RestockStatus.PENDING_LOCATION
    else:
        item.restock_status, item.facility_id = RestockStatus.RESTOCKED, wish.facility_id
        stock.record([_entry(item, item.quantity, LedgerReason.RETURN, actor), *_counted(wish, actor)])
    item.save(update_fields=["restock_status", "facility"])


def _counted(wish: Restock, actor: str) -> list[Entry]:
    """Where the shop's number was taken in after the units came back, it holds them: they must not count twice.

    The level stays locked, so that a reset comes before this look or after the units.
    """
    item, levels = wish.item, InventoryLevel.objects.select_for_update(of=("self",))
    places = levels.filter(product=item.product, facility=wish.facility_id)
    source = InventorySource.SHOPIFY
    taken = places.filter(facility__inventory_source=source).values_list("source_updated_at", flat=True).first()
    if wish.at is None or taken is None or taken < wish.at:
        return []
    reserves = item.header.order.store.reserve_inventory
    reason = LedgerReason.RESET_QOH if reserves else LedgerReason.RESET_ATP
    return [_entry(item, -item.quantity, reason, actor)]


def log_damaged(item: ReturnItem, *, actor: str) -> None:
    """Take the units out of stock again as damaged, once; the ledger shows both. Raises NotPossible."""
    with transaction.atomic():
        item = ReturnItem.objects.select_for_update().get(pk=item.pk)
        if item.restock_status != RestockStatus.RESTOCKED or item.facility_id is None:
            raise NotPossible("Only units that were put in stock again can be damaged there")
        if item.damaged_at is not None:
            raise NotPossible("They were logged as damaged already")
        stock.record([_entry(item, -item.quantity, LedgerReason.VARIANCE, actor)])
        ReturnItem.objects.filter(pk=item.pk).update(damaged_at=Now())


def _entry(item: ReturnItem, units: int, reason: LedgerReason, actor: str) -> Entry:
    """Of the item's own units, signed; its key makes it count once."""
    assert item.product_id is not None and item.facility_id is not None
    key = f"{reason.lower()}:{item.header_id}:{item.gid}"
    note = {LedgerReason.VARIANCE: DAMAGED, LedgerReason.RETURN: ""}.get(reason, COUNTED)
    return Entry(item.product_id, item.facility_id, units, units, reason, key=key, actor=actor, note=note)
