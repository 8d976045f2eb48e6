"""Makes exclusion calendars, closes and reopens their times.

Each deed and its audit row are one transaction.
"""

from datetime import datetime

from django.db import transaction

from jobs import audit
from jobs.audit import Actor, Deed
from jobs.models import Exclusion, ExclusionCalendar
from jobs.services import allowed_moments
from jobs.services.run_control import NotPossible

CREATED = Deed("calendar.created", "made the calendar")
CLOSED = Deed("calendar.closed", "closed times in the calendar")
REOPENED = Deed("calendar.reopened", "opened times again in the calendar")


def make_calendar(name: str, actor: Actor) -> tuple[ExclusionCalendar, bool]:
    """The calendar of this name, and whether it is new."""
    with transaction.atomic():
        calendar, created = ExclusionCalendar.objects.get_or_create(name=name)
        if created:
            audit.record(actor, CREATED, calendar, after={"name": name})
    return calendar, created


def close_calendar(pk: int, start: datetime, end: datetime, reason: str, actor: Actor) -> Exclusion:
    """From `start` up to but without `end`, nothing of a schedule that heeds the calendar starts."""
    allowed_moments.check("The start of the closed time", start)
    allowed_moments.check("The end of the closed time", end)
    if end <= start or not reason.strip():
        raise NotPossible("It must end after it starts, and needs a reason.")
    with transaction.atomic():
        calendar = ExclusionCalendar.objects.get(pk=pk)
        span = Exclusion.objects.create(calendar=calendar, starts_at=start, ends_at=end, reason=reason.strip())
        after = {"from": start.isoformat(), "to": end.isoformat()}
        audit.record(actor, CLOSED, calendar, after=after, reason=span.reason)
    span.refresh_from_db()
    return span


def reopen_calendar(pk: int, actor: Actor) -> Exclusion:
    """Take the span of this id away; what it was."""
    with transaction.atomic():
        span = Exclusion.objects.select_for_update(of=("self",)).select_related("calendar").get(pk=pk)
        before = {"from": span.starts_at.isoformat(), "to": span.ends_at.isoformat(), "reason": span.reason}
        audit.record(actor, REOPENED, span.calendar, before=before)
        Exclusion.objects.filter(pk=pk).delete()
    return span
