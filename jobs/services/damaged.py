"""Units that came back damaged."""

from django.db import transaction

from jobs import audit
from jobs.audit import Actor
from jobs.services.control import NotPossible
from oms import returning
from oms.models import ReturnItem


def log_damaged(pk: int, actor: Actor) -> ReturnItem:
    """Take the restocked units of a returned item out of stock again. NotPossible says why not."""
    try:
        with transaction.atomic():
            item = ReturnItem.objects.get(pk=pk)
            returning.log_damaged(item, actor=actor.name)
            audit.record(actor, "return.damaged", item, after={"units": item.quantity, "reason": returning.DAMAGED})
    except returning.NotPossible as error:
        raise NotPossible(str(error)) from None
    return item
