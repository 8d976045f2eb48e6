"""Finds or makes an order's ship groups, and follows another shipping method."""

from collections.abc import Iterable, Sequence

from django.db.models import Max, QuerySet

from oms.models import FacilityType, ItemStatus, OrderHeader, OrderItem, OrderItemShipGroup, ShipGroupKind
from oms.orders import move
from oms.orders.lines import Place

# A pre-order is shipped too; what is collected or sent by mail has no method that a customer chooses.
SHIPPED = frozenset({ShipGroupKind.SHIPPING, ShipGroupKind.PREORDER, ShipGroupKind.BACKORDER})


def waits(item: OrderItem) -> bool:
    """Whether it is in a queue: no place has it to pick or pack."""
    return bool(item.ship_group.facility.type == FacilityType.VIRTUAL)


def group_for(order: OrderHeader, place: Place) -> OrderItemShipGroup:
    """The order's group for the place, made if there is none. The caller holds the order's lock."""
    group = _groups_for(order, place.facility_id, place.kind, place).first()
    return group or _make(order, OrderItemShipGroup(facility_id=place.facility_id, kind=place.kind), place)


def follow_method(order: OrderHeader, items: Iterable[OrderItem], place: Place) -> int:
    """Open units that are to be shipped and wait in a queue leave by the place's method; how many units that changed.

    Where they wait, the kind and the dates of their group stay. A group that they leave empty is gone. The number of
    statements depends on that of the groups only. The caller holds the order's lock.
    """
    if place.kind != ShipGroupKind.SHIPPING:
        return 0
    leaving: dict[int, list[OrderItem]] = {}
    for item in items:
        if item.status in ItemStatus.OPEN and _behind(item.ship_group, place) and waits(item):
            leaving.setdefault(item.ship_group_id, []).append(item)
    for moved in leaving.values():
        _follow(order, moved, place)
    return sum(item.quantity for moved in leaving.values() for item in moved)


def _behind(group: OrderItemShipGroup, place: Place) -> bool:
    asked = (place.method_id, place.requested_method)
    return group.kind in SHIPPED and (group.method_id, group.requested_method) != asked


def _follow(order: OrderHeader, items: Sequence[OrderItem], place: Place) -> None:
    """All of them are in one group, which takes the method itself when nothing else is in it and none has that yet."""
    group = items[0].ship_group
    others = OrderItem.objects.filter(ship_group=group).exclude(pk__in=[item.pk for item in items])
    alone = not others.exists()
    same_dates = {"ship_after": group.ship_after, "ship_by": group.ship_by}
    target = _groups_for(order, group.facility_id, group.kind, place).filter(**same_dates).first()
    if alone and target is None:
        target = group
        target.method_id, target.requested_method = place.method_id, place.requested_method
        target.save(update_fields=["method", "requested_method"])
        for item in items:
            item.ship_group = target
    else:
        like = OrderItemShipGroup(facility_id=group.facility_id, kind=group.kind, **same_dates)
        target = target or _make(order, like, place)
        move.place(items, target)
        if alone:
            OrderItemShipGroup.objects.filter(pk=group.pk).delete()


def _groups_for(order: OrderHeader, facility_id: int, kind: str, place: Place) -> QuerySet[OrderItemShipGroup]:
    return OrderItemShipGroup.objects.filter(
        order=order,
        facility_id=facility_id,
        kind=kind,
        method_id=place.method_id,
        requested_method=place.requested_method,
    ).order_by("seq")


def _make(order: OrderHeader, group: OrderItemShipGroup, place: Place) -> OrderItemShipGroup:
    last = OrderItemShipGroup.objects.filter(order=order).aggregate(last=Max("seq"))["last"]
    group.order, group.seq = order, (last or 0) + 1
    group.method_id, group.requested_method = place.method_id, place.requested_method
    group.save(force_insert=True)
    return group
