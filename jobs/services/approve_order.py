"""Approves an order by hand."""

from django.db import transaction

from jobs import audit
from jobs.audit import Actor, Deed
from jobs.services.run_control import NotPossible
from oms.models import OrderHeader
from oms.orders.manual_approval import NotApprovable, approve_by_hand

APPROVED = Deed("order.approved", "approved")


def approve_order(pk: int, actor: Actor) -> OrderHeader:
    """Approve it, in a store that approves its orders by hand. NotPossible says why not."""
    try:
        with transaction.atomic():
            order = approve_by_hand(pk, actor=actor.name)
            audit.record(actor, APPROVED, order, after={"status": order.status})
    except NotApprovable as error:
        raise NotPossible(f"{error}.") from None
    return order
