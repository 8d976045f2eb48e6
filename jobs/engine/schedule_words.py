"""Puts a schedule into words and plain values.

So pages, config files, audit rows and runs keep it.
"""

from typing import Any

from jobs.engine.when import At, CronLine, Every, When
from jobs.models import Schedule


def when_of(schedule: Schedule) -> When | None:
    """What the PeriodicTask says, in the words of `when`; None for what has no words (solar, nothing)."""
    task = schedule.periodic_task
    if task.interval_id:
        return Every(task.interval.every, task.interval.period)
    if task.clocked_id:
        return At(task.clocked.clocked_time)
    if task.crontab_id:
        cron = task.crontab
        fields = (cron.minute, cron.hour, cron.day_of_month, cron.month_of_year, cron.day_of_week)
        return CronLine(fields, str(cron.timezone))
    return None


def policies(schedule: Schedule) -> dict[str, Any]:
    """When and how, without the parameters."""
    when = when_of(schedule)
    return {
        "when": str(when) if when else "",
        "zone": when.zone if isinstance(when, CronLine) else "",
        "enabled": schedule.periodic_task.enabled,
        "overlap": schedule.overlap,
        "catch_up": schedule.catch_up,
        "catch_up_hours": schedule.catch_up_hours,
        "gap": schedule.gap,
        "spread_seconds": schedule.spread_seconds,
        "pause_after_failures": schedule.pause_after_failures,
        "calendar": schedule.calendar.name if schedule.calendar else "",
    }


def describe(schedule: Schedule) -> dict[str, Any]:
    """All that an operator chose."""
    return {**policies(schedule), "parameters": schedule.parameters}
