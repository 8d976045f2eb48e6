"""Says in sentences what a schedule will do."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from jobs.engine.slots import Cron, Interval
from jobs.models import State
from jobs.services.schedule_preview import ClockDay, Draft, Outage


@dataclass(frozen=True)
class Sentence:
    """`at` is the day it is about."""

    at: datetime
    title: str
    text: str


def clock_sentence(day: ClockDay, draft: Draft) -> Sentence:
    hours = abs(day.by.total_seconds()) / 3600
    span = f"{hours:g} h"
    if day.by.total_seconds() > 0:
        return Sentence(day.at, f"Clocks go forward by {span}", _forward(day, draft))
    return Sentence(day.at, f"Clocks go back by {span}", _back(day, draft))


def _forward(day: ClockDay, draft: Draft) -> str:
    if day.moved:
        return f"The missing time is made up for: it runs at {_times(day.moved, draft.zone)}."
    if day.left_out:
        return (
            f"{_many(day.left_out, 'slot')} fall into the missing hour and are left out."
            if day.left_out > 1
            else ("Its slot falls into the missing hour and is left out.")
        )
    return _untouched(draft)


def _back(day: ClockDay, draft: Draft) -> str:
    if not day.doubled or isinstance(draft.rule, Interval):
        return _untouched(draft)
    if isinstance(draft.rule, Cron) and draft.rule.keeps_pace:
        return f"It keeps its pace through the doubled hour: {_many(len(day.doubled), 'run')} in two hours."
    return f"The hour happens twice; it runs the first time only, at {_times(day.doubled, draft.zone)}."


def _untouched(draft: Draft) -> str:
    if isinstance(draft.rule, Interval):
        return "It counts elapsed time, so its distance stays the same; the wall clock reads differently."
    if isinstance(draft.rule, Cron) and draft.rule.keeps_pace:
        return "It keeps its pace; the missing hour has no slots."
    return "None of its slots is touched."


def outage_sentence(outage: Outage, zone: str) -> str:
    """Says in a sentence what an outage would hold.

    `From 14:00 to 17:00 12 slots would pass. When it is back, 1 run starts and 11 are listed as missed.`
    """
    info = ZoneInfo(zone)
    rows = outage.plan.rows
    run = sum(row.state == State.PENDING for row in rows)
    missed = sum(row.state == State.MISSED for row in rows)
    skipped = len(rows) - run - missed
    parts = [f"{_many(run, 'run')} {'starts' if run == 1 else 'start'}" if run else "nothing starts"]
    if missed:
        parts.append(f"{missed:,} {'is' if missed == 1 else 'are'} listed as missed")
    if skipped:
        parts.append(f"{skipped:,} {'is' if skipped == 1 else 'are'} skipped")
    start, end = outage.start.astimezone(info), outage.end.astimezone(info)
    passed = _many(len(rows), "slot")
    return f"From {start:%H:%M} to {end:%H:%M} {passed} would pass. When it is back, {' and '.join(parts)}."


def _times(moments: list[datetime], zone: str) -> str:
    info = ZoneInfo(zone)
    shown = [f"{moment.astimezone(info):%H:%M}" for moment in moments[:4]]
    return ", ".join(shown) + (" …" if len(moments) > 4 else "")


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
