"""Fetches schedules for the pages in a fixed number of queries."""

from collections.abc import Sequence

from django.utils import timezone

from console.schedule.schedule_view import ScheduleView, over, views
from jobs.engine.due_slots import with_clock
from jobs.models import Exclusion, Schedule
from jobs.services.pauses import holding
from jobs.services.schedule_preview import Span
from oms.models import Shop


def of_jobs(keys: Sequence[str], shop: Shop | None, count: int = 3) -> dict[str, list[ScheduleView]]:
    """Every job's schedules for this shop, the unnamed one first.

    One-offs that are over are left out.
    """
    found: dict[str, list[ScheduleView]] = {key: [] for key in keys}
    rows = with_clock().filter(key__in=keys, shop=shop).select_related("shop", "calendar").order_by("name", "id")
    schedules = list(rows)
    for shown in views(schedules, count, closed(schedules), holding() if schedules else []):
        if not over(shown):
            found[shown.schedule.key].append(shown)
    return found


def closed(schedules: Sequence[Schedule]) -> dict[int, list[Span]]:
    """The coming closed times of each calendar these schedules heed."""
    calendars = {schedule.calendar_id for schedule in schedules if schedule.calendar_id}
    found: dict[int, list[Span]] = {}
    if calendars:
        spans = Exclusion.objects.filter(calendar__in=calendars, ends_at__gt=timezone.now())
        for calendar, start, end, reason in spans.values_list("calendar_id", "starts_at", "ends_at", "reason"):
            found.setdefault(calendar, []).append((start, end, reason))
    return found
