"""Makes lost messages and dead workers harmless.

Any number may sweep at the same time.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from work import broker, claim, kinds
from work.item import State
from work.kinds import Kind

BATCH = 500


def sweep() -> int:
    """Bury what died too often, and send again what is due and was not sent lately; how many messages went out."""
    sent = 0
    for kind in kinds.every():
        claim.bury(kind.model)
        sent += _send(kind)
    return sent


def _send(kind: Kind) -> int:
    """Messages that went out; rows whose message didn't are left to the next sweep."""
    due = _unsent(kind)
    if kind.queue:
        went = bool(due) and broker.publish(kind.task, (), kind.queue)
        sent, unsent = int(went), [] if went else [pk for pk, _ in due]
    else:
        unsent = [pk for pk, queue in due if not broker.publish(kind.task, (kind.name, pk), queue)]
        sent = len(due) - len(unsent)
    if unsent:
        kind.model._default_manager.filter(pk__in=unsent).update(enqueued_at=None)
    return sent


def _unsent(kind: Kind) -> list[tuple[int, str]]:
    """Rows to wake, marked as sent. What was sent in the last half minute is left alone, or a slow queue would fill."""
    quiet = Q(enqueued_at__isnull=True) | Q(enqueued_at__lt=Now() - timedelta(seconds=settings.ENGINE_RESEND_AFTER))
    due = (Q(state=State.PENDING, due_at__lte=Now()) | claim.expired()) & quiet
    columns = ["pk"] if kind.queue else ["pk", "queue"]
    with transaction.atomic():
        rows = kind.model._default_manager.select_for_update(skip_locked=True).filter(due).order_by("due_at", "id")
        found = [(row[0], row[-1]) for row in rows.values_list(*columns)[:BATCH]]
        kind.model._default_manager.filter(pk__in=[pk for pk, _ in found]).update(enqueued_at=Now())
    return found
