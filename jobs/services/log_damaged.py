"""Takes returned units that are damaged out of stock."""

from django.db import transaction

from jobs import audit
from jobs.audit import Actor, Deed
from jobs.services.run_control import NotPossible
from oms.models import ReturnItem
from oms.returns import restock

DAMAGED = Deed("return.damaged", "logged as damaged")


def log_damaged(pk: int, actor: Actor) -> ReturnItem:
    """Take the restocked units of a returned item out of stock again. NotPossible says why not."""
    try:
        with transaction.atomic():
            item = ReturnItem.objects.get(pk=pk)
            restock.log_damaged(item, actor=actor.name)
            audit.record(actor, DAMAGED, item, after={"units": item.quantity, "reason": restock.DAMAGED})
    except restock.NotDamageable as error:
        raise NotPossible(str(error)) from None
    return item
