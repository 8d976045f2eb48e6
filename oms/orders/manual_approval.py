"""Approves one order by hand.

In a store whose rule says that a person decides.
"""

from django.db import transaction

from oms.models import ApprovalRule, ItemStatus, OrderExceptionKind, OrderHeader, OrderStatus
from oms.orders.move import set_status
from oms.orders.statuses import set_order

BY_HAND = "Approved by hand"


class NotApprovable(ValueError):
    """The sentence says why."""


def may_be_approved(order: OrderHeader) -> bool:
    """Whether it waits for nothing but a person."""
    return not why_not(order)


def why_not(order: OrderHeader) -> str:
    """What stands against a person's approval, "" when nothing does."""
    if order.status != OrderStatus.CREATED:
        return f"This order is {order.get_status_display().lower()}; only a created one waits for approval"
    if order.store.approval_rule != ApprovalRule.MANUAL:
        return f"Orders of {order.store} are approved by its rule, not by hand"
    if order.closed_at is not None:
        return "The order is closed in the shop"
    if order.exceptions.filter(kind=OrderExceptionKind.BAD_ADDRESS, resolved_at__isnull=True).exists():
        return "Its shipping address is missing or unusable"
    return _lacking(order)


def _lacking(order: OrderHeader) -> str:
    given = {name.lower() for name, value in order.attributes.items() if str(value or "").strip()}
    missing = ", ".join(f'"{name}"' for name in order.store.required_attributes if name.lower() not in given)
    return f"It lacks {missing}" if missing else ""


def approve_by_hand(pk: int, *, actor: str) -> OrderHeader:
    """Approves the order and its items, with their lines of history.

    Raises NotApprovable, also for the second of two (the job, another person, a cancellation in the shop).
    """
    with transaction.atomic():
        order = OrderHeader.objects.select_for_update(of=("self",)).select_related("store").get(pk=pk)
        if reason := why_not(order):
            raise NotApprovable(reason)
        set_order(order, OrderStatus.APPROVED, reason=BY_HAND, actor=actor, not_approved="")
        set_status(order.items.filter(status=ItemStatus.CREATED), ItemStatus.APPROVED, reason=BY_HAND, actor=actor)
    order.refresh_from_db()
    return order
