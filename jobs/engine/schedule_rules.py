"""Reads a schedule's rule from its PeriodicTask as it stands now.

Nothing about time is kept anywhere else.
"""

import hashlib
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from celery.schedules import ParseException, crontab

from jobs.engine import slots
from jobs.engine.when import LONGEST, SHORTEST, CronLine, When
from jobs.models import Schedule


class Malformed(ValueError):
    """The PeriodicTask doesn't say when; the sentence says what is wrong with it."""


def rule_of(schedule: Schedule) -> slots.Rule:
    """When the schedule is due, read from its PeriodicTask as it stands now. Raises Malformed."""
    task = schedule.periodic_task
    if task.solar_id:
        raise Malformed("Solar schedules are not supported: choose a crontab, an interval or a time")
    given = [kind for kind in ("crontab", "interval", "clocked") if getattr(task, f"{kind}_id")]
    if len(given) != 1:
        raise Malformed(f"Choose exactly one of crontab, interval and time, not {' and '.join(given) or 'none'}")
    if given == ["interval"]:
        return _interval(task, schedule)
    if given == ["clocked"]:
        return slots.Once(task.clocked.clocked_time)
    return _cron(task.crontab, schedule)


def _interval(task: Any, schedule: Schedule) -> slots.Rule:
    try:
        every = timedelta(**{task.interval.period: task.interval.every})
    except OverflowError:
        every = timedelta.max
    if every < SHORTEST:
        raise Malformed(f"An interval of {every} is too short: at least one second")
    if every > LONGEST:
        raise Malformed(f"An interval of {task.interval.every:,} {task.interval.period} is too long: at most 366 days")
    return slots.Interval(every, task.start_time or schedule.anchor)


def _cron(row: Any, schedule: Schedule) -> slots.Rule:
    fields = (row.minute, row.hour, row.day_of_week, row.day_of_month, row.month_of_year)
    try:
        return cron_rule(fields, str(row.timezone), schedule.gap)
    except (ParseException, ValueError, KeyError) as error:
        raise Malformed(f"The crontab can't be read: {error}") from None


def check(when: When) -> None:
    """Raises Malformed for a cron line of impossible values."""
    if isinstance(when, CronLine):
        minute, hour, day, month, weekday = when.fields
        try:
            cron_rule((minute, hour, weekday, day, month), when.zone, slots.SHIFT)
        except (ParseException, ValueError, KeyError) as error:
            raise Malformed(f"The crontab can't be read: {error}") from None


@lru_cache(maxsize=4096)
def cron_rule(fields: tuple[str, str, str, str, str], zone: str, gap: str) -> slots.Cron:
    """Celery's own reading of the five fields. Kept: every schedule is looked at every second."""
    minute, hour, weekday, day, month = fields
    parsed = crontab(minute=minute, hour=hour, day_of_week=weekday, day_of_month=day, month_of_year=month)
    ZoneInfo(zone)
    return slots.Cron(
        minutes=frozenset(parsed.minute),
        hours=frozenset(parsed.hour),
        weekdays=frozenset(parsed.day_of_week),
        days=frozenset(parsed.day_of_month),
        months=frozenset(parsed.month_of_year),
        zone=zone,
        gap=gap,
    )


def fingerprint(schedule: Schedule) -> str:
    """Changes when, and only when, an edit changes the times at which the schedule is due."""
    task = schedule.periodic_task
    parts = [task.enabled, task.start_time, task.expires, task.one_off, schedule.gap, schedule.anchor]
    if task.crontab_id:
        cron = task.crontab
        parts += [cron.minute, cron.hour, cron.day_of_week, cron.day_of_month, cron.month_of_year, str(cron.timezone)]
    if task.interval_id:
        parts += [task.interval.every, task.interval.period]
    if task.clocked_id:
        parts += [task.clocked.clocked_time]
    return _digest(bool(task.solar_id), *map(str, parts))


@lru_cache(maxsize=4096)
def _digest(*parts: object) -> str:
    return hashlib.sha256(repr([*parts]).encode()).hexdigest()


def within(task: Any, slot: datetime) -> bool:
    return not (task.start_time and slot < task.start_time) and not (task.expires and slot >= task.expires)


def spread(schedule: Schedule) -> timedelta:
    """The same offset for the same schedule for ever, anywhere within its window."""
    if not schedule.spread_seconds:
        return timedelta(0)
    digest = hashlib.sha256(f"{schedule.key}:{schedule.shop_id}:{schedule.name}".encode()).digest()
    return timedelta(seconds=int.from_bytes(digest[:4], "big") % schedule.spread_seconds)
