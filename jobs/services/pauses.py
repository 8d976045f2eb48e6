"""Pauses and resumes all schedules of a job, category or shop."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from jobs import audit, registry
from jobs.audit import Actor, Deed
from jobs.categories import Category
from jobs.models import Pause
from jobs.services import allowed_moments
from jobs.services.run_control import NotPossible
from oms.models import Shop

STARTED = Deed("pause.started", "paused")
ENDED = Deed("pause.ended", "ended the pause of")


def hold(
    actor: Actor,
    reason: str,
    *,
    key: str = "",
    category: str = "",
    shop: Shop | None = None,
    until: datetime | None = None,
) -> Pause:
    """Pauses what this covers, until then or until `release`.

    No slot of it starts a run. Runs under way go on, and a person may still run a job by hand. `reason` is compulsory.
    Raises UnknownJob, NotPossible.
    """
    if not reason.strip():
        raise NotPossible("Say why it is paused.")
    allowed_moments.check_end(until)
    if not (key or category or shop):
        raise NotPossible("Say what to pause: a job, a category, a shop.")
    if key and category:
        raise NotPossible("Pause a job or a category, not both at once.")
    if key:
        registry.get(key)
    if category and category not in Category.values:
        raise NotPossible(f"{category!r} is no category. There are: {', '.join(Category.values)}.")
    with transaction.atomic():
        pause = Pause.objects.create(
            key=key, category=category, shop=shop, ends_at=until, reason=reason.strip()[:300], paused_by=actor.name
        )
        after = {"target": pause.target, "until": until.isoformat() if until else None}
        audit.record(actor, STARTED, pause, after=after, reason=pause.reason)
    return pause


def release(pk: int, actor: Actor) -> Pause:
    """End the pause now. What was due meanwhile follows each schedule's catch-up policy."""
    with transaction.atomic():
        pause = Pause.objects.select_for_update().get(pk=pk, schedule__isnull=True)
        now = timezone.now()
        if pause.ends_at is not None and pause.ends_at <= now:
            raise NotPossible("This pause has ended already.")
        pause.ends_at, pause.ended_by = now, actor.name
        pause.save(update_fields=["ends_at", "ended_by"])
        audit.record(actor, ENDED, pause, before={"target": pause.target, "reason": pause.reason})
    return pause


def lasting() -> QuerySet[Pause]:
    """Pauses that have not ended, those of one schedule included."""
    return Pause.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=Now()))


def holding() -> list[Pause]:
    """Every pause that holds something now, those of one schedule included; newest first."""
    now = timezone.now()
    return [pause for pause in lasting().select_related("shop") if pause.holds(now)]


def current() -> list[Pause]:
    """Pauses of a job, a category or a shop that hold now, newest first."""
    return [pause for pause in holding() if pause.schedule_id is None]
