"""Changing the status of items and orders, always with a line of history."""

from collections.abc import Iterable, Sequence

from django.db.models import F
from django.db.models.functions import Coalesce, Now

from oms.models import ItemStatus, OrderException, OrderHeader, OrderItem, OrderStatus, OrderStatusHistory


def set_items(items: Iterable[OrderItem], status: str, *, reason: str, actor: str) -> None:
    """Give all these items the status; two statements, whatever their number."""
    changed = [item for item in items if item.status != status]
    if not changed:
        return
    OrderItem.objects.filter(pk__in=[item.pk for item in changed]).update(status=status, auto_cancel_date=None)
    OrderStatusHistory.objects.bulk_create(
        OrderStatusHistory(
            order_id=item.order_id,
            item=item,
            from_status=item.status,
            to_status=status,
            reason=reason,
            actor=actor,
        )
        for item in changed
    )
    for item in changed:
        item.status, item.auto_cancel_date = status, None


def rolled_up(statuses: Sequence[str]) -> str:
    """The status that an order takes from its items, "" when it keeps its own: all cancelled = cancelled; nothing
    open and something completed = completed."""
    if not statuses or any(status in ItemStatus.OPEN for status in statuses):
        return ""
    completed = any(status == ItemStatus.COMPLETED for status in statuses)
    return OrderStatus.COMPLETED if completed else OrderStatus.CANCELLED


def roll_up(order: OrderHeader, *, reason: str, actor: str) -> str:
    """Let the order follow its items; its status afterwards. A cancelled or completed order stays what it is."""
    statuses = list(OrderItem.objects.filter(order=order).values_list("status", flat=True))
    status = rolled_up(statuses)
    if not status or order.status in OrderStatus.TERMINAL:
        return str(order.status)
    before, order.status = order.status, status
    changes = {"status": status, "updated_at": Now()}
    if status == OrderStatus.CANCELLED:
        changes["cancelled_at"] = Coalesce(F("cancelled_at"), Now())
    OrderHeader.objects.filter(pk=order.pk).update(**changes)
    OrderStatusHistory.objects.create(order=order, from_status=before, to_status=status, reason=reason, actor=actor)
    return status


def raise_exception(order: OrderHeader, kind: str, message: str, item: OrderItem | None = None) -> None:
    """Something that a person should look at; once as long as it is open."""
    OrderException.objects.bulk_create(
        [OrderException(order=order, item=item, kind=kind, message=message)], ignore_conflicts=True
    )
