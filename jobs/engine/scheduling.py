"""Connects schedules with django-celery-beat: its clock and its rows.

No other module touches it.
"""

import logging
import time
from datetime import datetime
from typing import Any

from django.db import connection
from django_celery_beat.models import ClockedSchedule, CrontabSchedule, IntervalSchedule, PeriodicTask, PeriodicTasks
from django_celery_beat.schedulers import DatabaseScheduler

from jobs.engine import heartbeats
from jobs.engine.due_slots import TICK, decide_due, rehearse
from jobs.engine.when import At, CronLine, Every, When
from jobs.models import Schedule
from work import broker

log = logging.getLogger(__name__)
SIGN_EVERY = 5.0
NOT_THROUGH_CELERY = "jobs.slot"


def define(schedule: Schedule | None, when: When, *, name: str, enabled: bool) -> PeriodicTask:
    """The PeriodicTask that says `when`, new or changed in place; saved, so that editors and beat see it at once."""
    task = schedule.periodic_task if schedule else PeriodicTask(task=NOT_THROUGH_CELERY)
    task.crontab = task.interval = task.clocked = task.solar = None
    if isinstance(when, Every):
        task.interval, _ = IntervalSchedule.objects.get_or_create(every=when.count, period=when.period)
    elif isinstance(when, At):
        task.clocked, _ = ClockedSchedule.objects.get_or_create(clocked_time=when.moment)
    else:
        task.crontab = _crontab(when)
    task.one_off = isinstance(when, At)
    task.name, task.enabled = name, enabled
    task.save()
    return task


def _crontab(line: CronLine) -> CrontabSchedule:
    minute, hour, day, month, weekday = line.fields
    wanted = {"minute": minute, "hour": hour, "day_of_month": day, "month_of_year": month, "day_of_week": weekday}
    found = CrontabSchedule.objects.filter(**wanted, timezone=line.zone).first()
    return found or CrontabSchedule.objects.create(**wanted, timezone=line.zone)


def switch(schedule: Schedule, enabled: bool) -> None:
    """On or off, without touching `last_run_at` as `save()` would."""
    PeriodicTask.objects.filter(pk=schedule.periodic_task_id).update(enabled=enabled)
    PeriodicTasks.update_changed()
    schedule.periodic_task.enabled = enabled


class SlotScheduler(DatabaseScheduler):
    """Beat's clock: ordinary periodic tasks as before, job schedules as rows."""

    def enabled_models_qs(self) -> Any:
        """All enabled tasks at any hour (no two-hour window), without those that stand for a job's schedule."""
        return self.Model.objects.enabled().filter(job_schedule__isnull=True).exclude(task=NOT_THROUGH_CELERY)

    _signed = 0.0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._foreseen: dict[int, datetime] = {}
        self._rehearsed = False
        super().__init__(*args, **kwargs)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        try:
            until = time.monotonic() + decide_due(self._foreseen)
            if self._foreseen:
                broker.ready()
            if not self._rehearsed:
                rehearse()
                self._rehearsed = True
            self._sign()
        except Exception:
            log.warning("Slots could not be decided; the next tick will", exc_info=True)
            connection.close()
            until = time.monotonic() + TICK
        others = float(super().tick(*args, **kwargs))
        return max(0.0, min(until - time.monotonic(), others))

    def _sign(self) -> None:
        """A sign of life every few seconds."""
        if time.monotonic() - self._signed > SIGN_EVERY:
            heartbeats.sign("beat")
            self._signed = time.monotonic()
