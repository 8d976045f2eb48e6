"""Holding all schedules of a job, of a category, of a shop, or of a job or category in one shop."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from jobs import audit, registry
from jobs.audit import Actor
from jobs.categories import Category
from jobs.models import Pause
from jobs.services import allowed_moments
from jobs.services.run_control import NotPossible
from oms.models import Shop


def hold(
    actor: Actor,
    reason: str,
    *,
    key: str = "",
    category: str = "",
    shop: Shop | None = None,
    until: datetime | None = None,
) -> Pause:
    """No slot of what this covers starts a run until then (or until `release`). Runs under way go on, and a person
    may still run a job by hand. `reason` is compulsory. Raises UnknownJob, NotPossible.
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
        audit.record(actor, "pause.started", pause, after=after, reason=pause.reason)
    return pause


def release(pk: int, actor: Actor) -> Pause:
    """End the pause now. What was due meanwhile follows each schedule's catch-up policy."""
    with transaction.atomic():
        pause = Pause.objects.select_for_update().get(pk=pk)
        now = timezone.now()
        if pause.ends_at is not None and pause.ends_at <= now:
            raise NotPossible("This pause has ended already.")
        pause.ends_at, pause.ended_by = now, actor.name
        pause.save(update_fields=["ends_at", "ended_by"])
        audit.record(actor, "pause.ended", pause, before={"target": pause.target, "reason": pause.reason})
    return pause


def lasting() -> QuerySet[Pause]:
    """Pauses that have not ended."""
    return Pause.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=Now()))


def current() -> list[Pause]:
    """Pauses that hold something now, newest first."""
    now = timezone.now()
    return [pause for pause in lasting().select_related("shop") if pause.holds(now)]
