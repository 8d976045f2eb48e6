"""Writes an order's returns into the OMS, and units into stock."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from integrations.shopify.bulk_load.contract import Unusable
from integrations.shopify.orders.save import Saved, save
from integrations.shopify.returns.fetch import OrderWithReturns
from integrations.shopify.returns.units import Returned, Units, read
from oms.models import (
    AdjustmentKind,
    ItemStatus,
    OrderAdjustment,
    OrderHeader,
    OrderItem,
    RestockStatus,
    ReturnHeader,
    ReturnItem,
    ReturnStatus,
    Shop,
    ShopLocation,
)
from oms.returns.restock import Restock, restock


class ReturnExceedsShipped(Unusable):
    code = "RETURN_EXCEEDS_SHIPPED"


@dataclass(frozen=True)
class Kept:
    """`action` created, updated or unchanged."""

    header: ReturnHeader
    action: str


@dataclass(frozen=True)
class SavedReturns:
    """`appeased`: the order, when the money given back without units is other than was kept."""

    saved: Saved
    kept: Sequence[Kept] = ()
    appeased: OrderHeader | None = None


def save_returns(shop: Shop, came: OrderWithReturns, actor: str) -> SavedReturns:
    """The order first, as far as it is new here, then its returns; one transaction. Test orders have none.

    Raises ReturnExceedsShipped when more came back than had left: then nothing of it is written.
    """
    with transaction.atomic():
        saved = save(shop, [came.order], actor)
        order = OrderHeader.objects.select_for_update().filter(shop=shop, gid=came.order.id).first()
        if order is None:
            return SavedReturns(saved)
        back = read(came)
        _check(order, back.returns)
        places = dict(ShopLocation.objects.filter(shop=shop).values_list("gid", "facility_id"))
        products = dict(OrderItem.objects.filter(order=order).values_list("line_gid", "product_id"))
        kept = [_keep(order, returned, products, places, actor) for returned in back.returns]
        appeased = _appease(order, [-money for money in back.appeasements.values()])
        return SavedReturns(saved, kept, order if appeased else None)


def _check(order: OrderHeader, returns: list[Returned]) -> None:
    completed = OrderItem.objects.filter(order=order, status=ItemStatus.COMPLETED).order_by()
    left = dict(completed.values_list("line_gid").annotate(units=Sum("quantity")))
    back: Counter[str] = Counter()
    for returned in returns:
        if returned.status != ReturnStatus.CANCELLED:
            for units in returned.units:
                back[units.line_gid] += units.quantity
    for line, number in back.items():
        if number > left.get(line, 0):
            raise ReturnExceedsShipped(f"{number} units of {line} came back, {left.get(line, 0)} had left")


def _keep(
    order: OrderHeader,
    returned: Returned,
    products: Mapping[str, int | None],
    places: Mapping[str, int | None],
    actor: str,
) -> Kept:
    values = {"status": returned.status, "refunded": returned.refunded, "returned_at": returned.returned_at}
    header, created = ReturnHeader.objects.get_or_create(
        order=order, gid=returned.gid, defaults={**values, "name": returned.name or order.name}
    )
    header.order = order
    changed = any(getattr(header, name) != value for name, value in values.items())
    if changed:
        ReturnHeader.objects.filter(pk=header.pk).update(**values)
    gids = [units.gid for units in returned.units]
    gone, _ = ReturnItem.objects.filter(header=header, restock_status="").exclude(gid__in=gids).delete()
    moved = [_keep_units(header, units, products.get(units.line_gid), places, actor) for units in returned.units]
    action = "created" if created else "updated" if changed or gone or any(moved) else "unchanged"
    return Kept(header, action)


def _keep_units(
    header: ReturnHeader, units: Units, product_id: int | None, places: Mapping[str, int | None], actor: str
) -> bool:
    """Whether it changed anything."""
    item, created = ReturnItem.objects.get_or_create(
        header=header,
        gid=units.gid,
        defaults={
            "line_gid": units.line_gid,
            "product_id": product_id,
            "quantity": units.quantity,
            "price": units.price,
            "reason": units.reason,
            "note": "" if header.order.redacted_at else units.note,
            "restock_type": units.restock_type,
        },
    )
    before = item.restock_status
    if not created and not before and item.quantity != units.quantity:
        ReturnItem.objects.filter(pk=item.pk).update(quantity=units.quantity)
        created = True
    if units.restock_type == "RETURN":
        restock(Restock(item, places.get(units.location_gid), units.at, units.location_gid), actor=actor)
    elif units.restock_type:
        ReturnItem.objects.filter(pk=item.pk).update(restock_status=RestockStatus.NO_RESTOCK)
        item.restock_status = RestockStatus.NO_RESTOCK
    return created or item.restock_status != before


def _appease(order: OrderHeader, amounts: list[Decimal]) -> bool:
    """Replace the appeasements when they differ; whether they did."""
    rows = OrderAdjustment.objects.filter(order=order, kind=AdjustmentKind.APPEASEMENT)
    if list(rows.order_by("seq").values_list("amount", flat=True)) == amounts:
        return False
    rows.delete()
    OrderAdjustment.objects.bulk_create(
        OrderAdjustment(order=order, kind=AdjustmentKind.APPEASEMENT, seq=seq, name="Appeasement", amount=amount)
        for seq, amount in enumerate(amounts, 1)
    )
    return True
