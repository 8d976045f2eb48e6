"""Lets an order's status follow its items, and raises its exceptions."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce, Now

from oms.models import ItemStatus, OrderException, OrderHeader, OrderItem, OrderStatus, OrderStatusHistory


def set_order(order: OrderHeader, status: str, *, reason: str, actor: str, **columns: Any) -> None:
    """Give one order the status, and `columns` their values, with its line of history. The caller holds its lock."""
    before, order.status = order.status, status
    OrderHeader.objects.filter(pk=order.pk).update(status=status, updated_at=Now(), **columns)
    OrderStatusHistory.objects.create(order=order, from_status=before, to_status=status, reason=reason, actor=actor)


def rolled_up(statuses: Sequence[str]) -> str:
    """Derives an order's status from its items, "" to keep its own.

    All cancelled = cancelled; nothing open and something completed = completed.
    """
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
    cancelled = {"cancelled_at": Coalesce(F("cancelled_at"), Now())} if status == OrderStatus.CANCELLED else {}
    set_order(order, status, reason=reason, actor=actor, **cancelled)
    return status


def raise_exception(order: OrderHeader, kind: str, message: str, item: OrderItem | None = None) -> None:
    """Something that a person should look at; once as long as it is open."""
    OrderException.objects.bulk_create(
        [OrderException(order=order, item=item, kind=kind, message=message)], ignore_conflicts=True
    )
