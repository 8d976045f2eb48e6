"""Computes when a rule is due.

Pure calendar arithmetic, from sets of minutes and hours to instants in UTC.

A rule that keeps a pace (every hour, or more than once within an hour) is meant in elapsed time: when the clocks go
back it runs in both of the doubled hours, when they go forward its slots in the missing hour simply don't exist.
Any other rule is meant on the wall clock: once in a doubled hour (the first time), and in a missing hour either
shifted forward by the gap (RFC 5545's reading of a local time that does not exist) or skipped.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

ZERO, HOUR, DAY = timedelta(0), timedelta(hours=1), timedelta(days=1)
SHIFT, SKIP = "shift", "skip"
FIRST, BOTH = "first", "both"


@dataclass(frozen=True)
class Cron:
    """A crontab as the sets celery makes of it: a day must be in all three of its day sets (Sunday = 0)."""

    minutes: frozenset[int]
    hours: frozenset[int]
    weekdays: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    zone: str = "UTC"
    gap: str = SHIFT

    @property
    def keeps_pace(self) -> bool:
        return len(self.hours) == 24 or len(self.minutes) > 1

    def between(self, after: datetime, until: datetime) -> Iterator[datetime]:
        """Slots in (after, until], in order, each once."""
        zone = ZoneInfo(self.zone)
        # Around a change of the clocks a slot may lie hours from its wall time: look a day wider then, not always.
        slack = ZERO if _calm(zone, after, until) else DAY
        low = (after - slack).astimezone(zone).replace(tzinfo=None)
        high = (until + slack).astimezone(zone).replace(tzinfo=None)
        seen, day = after, low.date()
        while day <= high.date():
            for slot in sorted(
                {instant for wall in self._walls(day, low, high) for instant in self._instants(wall, zone)}
            ):
                if seen < slot <= until:
                    seen = slot
                    yield slot
            day += DAY

    def _walls(self, day: date, low: datetime, high: datetime) -> Iterator[datetime]:
        if day.month not in self.months or day.day not in self.days or day.isoweekday() % 7 not in self.weekdays:
            return
        # Most spans are a second long: only the hours and minutes that they touch are looked at.
        low, high = max(low, datetime.combine(day, time.min)), min(high, datetime.combine(day, time.max))
        for hour in self.hours.intersection(range(low.hour, high.hour + 1)):
            start = datetime.combine(day, time(hour))
            first = low.minute if hour == low.hour else 0
            last = high.minute if hour == high.hour else 59
            for minute in self.minutes.intersection(range(first, last + 1)):
                wall = start.replace(minute=minute)
                if low <= wall <= high:
                    yield wall

    def _instants(self, wall: datetime, zone: ZoneInfo) -> Iterator[datetime]:
        first = wall.replace(tzinfo=zone).astimezone(UTC)
        second = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
        if first == second:
            yield first
        elif first < second:  # the hour happens twice
            yield first
            if self.keeps_pace:
                yield second
        elif not self.keeps_pace and self.gap == SHIFT:  # it doesn't happen: fold 0 reads it with the offset before
            yield first


@dataclass(frozen=True)
class Interval:
    """Anchor plus whole multiples: a late tick doesn't move the phase."""

    every: timedelta
    anchor: datetime

    def between(self, after: datetime, until: datetime) -> Iterator[datetime]:
        step = max(0, (after - self.anchor) // self.every + 1)
        slot = self.anchor + step * self.every
        while slot <= until:
            if slot > after:
                yield slot
            slot += self.every


@dataclass(frozen=True)
class Once:
    """One instant."""

    at: datetime

    def between(self, after: datetime, until: datetime) -> Iterator[datetime]:
        if after < self.at <= until:
            yield self.at


def _calm(zone: ZoneInfo, after: datetime, until: datetime) -> bool:
    """No change of the clocks within a day of the span (which is short)."""
    if until - after > DAY:
        return False
    return len({moment.astimezone(zone).utcoffset() for moment in (after - DAY, after, until, until + DAY)}) == 1


Rule = Cron | Interval | Once


def between(rule: Rule, after: datetime, until: datetime) -> Iterable[datetime]:
    """Slots in (after, until], in order, each once. Schedules that are due together mostly share rule and span."""
    return _within_an_hour(rule, after, until) if until - after < HOUR else rule.between(after, until)


@lru_cache(maxsize=1024)
def _within_an_hour(rule: Rule, after: datetime, until: datetime) -> tuple[datetime, ...]:
    return tuple(rule.between(after, until))


def upcoming(rule: Rule, after: datetime, count: int, horizon: timedelta = timedelta(days=366 * 5)) -> list[datetime]:
    """The next `count` slots after an instant, fewer when the rule ends or is due more rarely than the horizon."""
    found: list[datetime] = []
    start, reach = after, timedelta(days=2)
    while len(found) < count and start < after + horizon:
        until = min(start + reach, after + horizon)
        for slot in rule.between(start, until):
            found.append(slot)
            if len(found) == count:
                break
        start, reach = until, reach * 4
    return found


def clock_changes(zone: str, after: datetime, days: int = 366) -> list[tuple[datetime, timedelta]]:
    """The instants within `days` at which this zone's offset changes, and by how much."""
    info, found = ZoneInfo(zone), []
    at, end = after.astimezone(UTC).replace(minute=0, second=0, microsecond=0), after + timedelta(days=days)
    offset = at.astimezone(info).utcoffset()
    while at < end:
        later = at + timedelta(days=1)
        new = later.astimezone(info).utcoffset()
        if new is not None and offset is not None and new != offset:
            found.append((_change(at, later, info), new - offset))
        at, offset = later, new
    return found


def _change(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The minute at which the offset changes, by bisection."""
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) // 2
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high.replace(second=0, microsecond=0)
