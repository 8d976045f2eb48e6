"""Finds the pauses that hold schedules now, or held past slots."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db.models import Q

from jobs.models import Pause, Schedule

FOREVER = datetime.max.replace(tzinfo=UTC)


def pauses(schedules: Sequence[Schedule], now: datetime) -> list[Pause]:
    """Those that hold now, and those that held any slot which is still to be decided."""
    oldest = min((schedule.cursor for schedule in schedules if schedule.periodic_task.enabled), default=now)
    reach = max(oldest, now - timedelta(days=366))
    return list(Pause.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=reach)))


def over(schedule: Schedule, known: Sequence[Pause]) -> list[Pause]:
    return [pause for pause in known if pause.covers(schedule.key, schedule.shop_id, schedule.pk)]


def span(pause: Pause) -> tuple[datetime, datetime, str]:
    """From, until, and the sentence for a slot between."""
    return pause.starts_at, pause.ends_at or FOREVER, f"Paused by {pause.paused_by} ({pause.reason})"
