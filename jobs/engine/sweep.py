"""What makes lost messages and dead workers harmless. Stateless: any number may sweep at the same time."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from jobs.engine import due_slots, heartbeats, kinds, wake
from jobs.engine.kinds import Kind
from jobs.models import JobRun
from work import claim
from work.item import State, WorkItem

BATCH = 500


def sweep(part: str) -> int:
    """Decide slots that have come, bury what died too often, re-send what is due and wasn't sent lately,
    and leave a sign of life.

    Returns how many messages went out.
    """
    due_slots.decide_due()
    sent = 0
    for name, kind in kinds.every().items():
        claim.bury(kind.model)
        sent += _send(name, kind)
    heartbeats.sign(part)
    return sent


def _send(name: str, kind: Kind) -> int:
    """Messages that went out; rows whose message didn't are left to the next sweep."""
    due_now = _unsent(kind.model)
    if kind.drain:
        went = bool(due_now) and wake.publish(kind.drain, (), kind.queue)
        sent, unsent = int(went), [] if went else [pk for pk, _ in due_now]
    else:
        unsent = [pk for pk, queue in due_now if not wake.publish("jobs.run", (name, pk), queue)]
        sent = len(due_now) - len(unsent)
    if unsent:
        kind.model._default_manager.filter(pk__in=unsent).update(enqueued_at=None)
    return sent


def _unsent(model: type[WorkItem]) -> list[tuple[int, str]]:
    """Rows to wake, marked as sent. What was sent in the last half minute is left alone, or a slow queue would fill."""
    quiet = Q(enqueued_at__isnull=True) | Q(enqueued_at__lt=Now() - timedelta(seconds=settings.ENGINE_RESEND_AFTER))
    due = (Q(state=State.PENDING, due_at__lte=Now()) | claim.expired()) & quiet
    queued = issubclass(model, JobRun)
    with transaction.atomic():
        rows = model._default_manager.select_for_update(skip_locked=True).filter(due).order_by("due_at", "id")
        found = [(row[0], row[1] if queued else "") for row in rows.values_list("pk", *["queue"] * queued)[:BATCH]]
        model._default_manager.filter(pk__in=[pk for pk, _ in found]).update(enqueued_at=Now())
    return found
