"""When a rule is due, found the slow way: look at the wall clock every five minutes.

No zone of the tests changes its clock off a five-minute mark, and no rule that is compared with this is finer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from jobs.engine.slots import Cron

STEP = timedelta(minutes=5)


@dataclass(frozen=True)
class Tick:
    """One moment: its instant, and what the wall clock shows then."""

    instant: datetime
    wall: datetime
    again: bool  # the wall showed this before


@dataclass(frozen=True)
class Jump:
    """The wall clock leaps from `before` to `after` at this instant, forward."""

    instant: datetime
    before: datetime
    after: datetime


def minutes(zone: str, start: datetime, end: datetime) -> tuple[list[Tick], list[Jump]]:
    """Every fifth minute from `start` up to `end`, and the leaps forward between them."""
    info, ticks, jumps = ZoneInfo(zone), [], []
    highest, instant = start.replace(tzinfo=None) - timedelta(days=2), start
    while instant < end:
        wall = instant.astimezone(info).replace(tzinfo=None)
        if ticks and wall - ticks[-1].wall > STEP:
            jumps.append(Jump(instant, ticks[-1].wall + STEP, wall))
        ticks.append(Tick(instant, wall, wall <= highest))
        highest = max(highest, wall)
        instant += STEP
    return ticks, jumps


def slots(rule: Cron, ticks: list[Tick], jumps: list[Jump]) -> list[datetime]:
    """As documented: a rule that keeps a pace runs whenever the wall shows its time; any other one runs the first time
    the wall shows it, and where the wall leaps over it, as much later as the leap is long (or not at all).
    """
    if rule.keeps_pace:
        return [tick.instant for tick in ticks if matches(rule, tick.wall)]
    found = {tick.instant for tick in ticks if not tick.again and matches(rule, tick.wall)}
    if rule.gap == "shift":
        for jump in jumps:
            found |= {jump.instant + (wall - jump.before) for wall in _skipped(jump) if matches(rule, wall)}
    return sorted(found)


def _skipped(jump: Jump) -> Iterator[datetime]:
    wall = jump.before
    while wall < jump.after:
        yield wall
        wall += STEP


def matches(rule: Cron, wall: datetime) -> bool:
    return (
        wall.minute in rule.minutes
        and wall.hour in rule.hours
        and wall.day in rule.days
        and wall.month in rule.months
        and wall.isoweekday() % 7 in rule.weekdays
    )


FROM, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
