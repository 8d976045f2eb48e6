"""Holds scheduled runs that have not begun.

A run is decided at its slot and may begin much later: it was spread, or waited for its turn. What holds a slot holds
such a run too, at the moment at which it would begin.
"""

from collections.abc import Iterable
from datetime import datetime

from jobs.engine import pause_spans, slot_rows
from jobs.engine.due_slots import database_now
from jobs.engine.slot_plan import excluded
from jobs.models import JobRun, Schedule
from jobs.models.run import Origin


def why_held(row: JobRun) -> str:
    """Say why a run that has done nothing may not begin.

    What a person asked for is never held.
    """
    if row.origin != Origin.SCHEDULE or row.under_way:
        return ""
    if row.schedule is None:
        return "Its schedule was deleted before it began."
    if _switched_off(row.schedule):
        return "Its schedule was switched off before it began."
    now = database_now()
    return _closed(row.schedule, now) or _paused(row.schedule, now)


def without_held(runs: Iterable[JobRun]) -> list[JobRun]:
    """Leave out runs that are held as things stand.

    They would answer a click with nothing.
    """
    return [run for run in runs if run.token or not why_held(run)]


def _switched_off(schedule: Schedule) -> bool:
    """A schedule for one moment switches itself off."""
    task = schedule.periodic_task
    return not (task.enabled or task.one_off or task.clocked_id)


def _closed(schedule: Schedule, now: datetime) -> str:
    return excluded(now, slot_rows.closed([schedule], now).get(schedule.calendar_id or 0, []))


def _paused(schedule: Schedule, now: datetime) -> str:
    known = pause_spans.over(schedule, pause_spans.pauses([schedule], now))
    return next((pause_spans.span(pause)[2] for pause in known if pause.holds(now)), "")
