"""Parses the words that say when a job runs.

`every 15 minutes`, `0 2 * * *`, `at 2026-12-24T06:00:00+01:00`: cards, config files and the console speak them;
`scheduling` turns them into PeriodicTask rows and back.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jobs.models.moments import BETWEEN, in_utc, sane

PERIODS = ("days", "hours", "minutes", "seconds")
SHORTEST, LONGEST = timedelta(seconds=1), timedelta(days=366)
_EVERY = re.compile(r"^every (?:(\d{1,6}) )?(day|hour|minute|second)s?$")
_CRON = re.compile(r"^[\d*/,\-a-zA-Z]+(?: [\d*/,\-a-zA-Z]+){4}$")


class BadTiming(ValueError):
    """The words don't say when; the sentence says what was expected."""


@dataclass(frozen=True)
class Every:
    count: int
    period: str

    def __str__(self) -> str:
        return f"every {self.count} {self.period if self.count != 1 else self.period[:-1]}"


@dataclass(frozen=True)
class CronLine:
    """minute, hour, day of month, month, day of week, in a zone."""

    fields: tuple[str, str, str, str, str]
    zone: str

    def __str__(self) -> str:
        return " ".join(self.fields)


@dataclass(frozen=True)
class At:
    moment: datetime

    def __str__(self) -> str:
        return f"at {self.moment.isoformat()}"


When = Every | CronLine | At


def parse(text: str, zone: str = "UTC") -> When:
    """What the words say. Raises BadTiming."""
    words = " ".join(text.split())
    if match := _EVERY.match(words):
        count = int(match[1] or 1)
        if not count:
            raise BadTiming("An interval must be at least one second")
        if timedelta(**{f"{match[2]}s": count}) > LONGEST:
            raise BadTiming(f"An interval must be at most {LONGEST.days} days")
        return Every(count, f"{match[2]}s")
    if words.startswith("at "):
        return At(_moment(words[3:], zone))
    if _CRON.match(words):
        minute, hour, day, month, weekday = words.split(" ")
        return CronLine((minute, hour, day, month, weekday), known_zone(zone))
    raise BadTiming(
        f"{text!r} is none of: 'every 15 minutes', a cron line of five fields such as '0 2 * * *', "
        "'at 2026-12-24T06:00:00'"
    )


def _moment(text: str, zone: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadTiming(f"{text!r} is no time: write it like 2026-12-24T06:00:00") from None
    named = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(known_zone(zone)))
    if not sane(named):
        raise BadTiming(f"The date and time {BETWEEN}")
    return in_utc(named) if moment.tzinfo else named


def known_zone(name: str) -> str:
    """The name itself. Raises BadTiming."""
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a part of the names ("America") is a folder
        raise BadTiming(f"{name!r} is no time zone; write one like Europe/Berlin.") from None
