"""Puts times and spans into words."""

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import timezone

MINUTE, HOUR, DAY = 60, 3600, 86_400


def span(seconds: float) -> str:
    """`45 s`, `3 min 20 s`, `2 h 05 min`, `3 d 4 h`: two units, the second only where it matters."""
    whole = max(0, round(seconds))
    if whole < MINUTE:
        return f"{whole} s"
    if whole < HOUR:
        minutes, rest = divmod(whole, MINUTE)
        return f"{minutes} min {rest:02d} s" if minutes < 10 and rest else f"{minutes} min"
    if whole < DAY:
        hours, rest = divmod(whole, HOUR)
        return f"{hours} h {rest // MINUTE:02d} min"
    days, rest = divmod(whole, DAY)
    return f"{days} d {rest // HOUR} h"


def relative(at: datetime, now: datetime) -> str:
    """`just now`, `5 min ago`, `in 2 h`: one unit."""
    seconds = (now - at).total_seconds()
    size = abs(seconds)
    if size < 5:
        return "just now"
    for limit, unit, word in ((MINUTE, 1, "s"), (HOUR, MINUTE, "min"), (DAY, HOUR, "h")):
        if size < limit:
            text = f"{int(size // unit)} {word}"
            break
    else:
        text = f"{int(size // DAY)} d"
    return f"{text} ago" if seconds > 0 else f"in {text}"


def absolute(at: datetime, now: datetime) -> str:
    """Writes a moment as short as is clear, in the active zone.

    `14:03`, `21 Nov 14:03`, `21 Nov 2025 14:03`
    """
    return _short(timezone.localtime(at), timezone.localtime(now))


def full(at: datetime) -> str:
    """Writes a moment with seconds and the zone's name, for a tooltip."""
    return _long(timezone.localtime(at))


def clock(at: datetime, zone: str = "") -> str:
    """`14:03:05` in the zone that is active, or in a named one."""
    return f"{timezone.localtime(at, ZoneInfo(zone) if zone else None):%H:%M:%S}"


def both(at: datetime, now: datetime) -> tuple[str, str]:
    """`absolute` and `full` at once, for lists."""
    zone = timezone.get_current_timezone()
    local = at.astimezone(zone)
    return _short(local, now.astimezone(zone)), _long(local)


def _short(local: datetime, today: datetime) -> str:
    day = local.date()
    if day == today.date():
        return f"{local.hour:02}:{local.minute:02}:{local.second:02}"
    named = _day(day) if local.year == today.year else _date(day)
    return f"{named} {local.hour:02}:{local.minute:02}"


def _long(local: datetime) -> str:
    day, zone = local.date(), timezone.get_current_timezone_name()
    return f"{_weekday(day)} {_date(day)} {local.hour:02}:{local.minute:02}:{local.second:02} {zone}"


# A list's hundred times are of a few days, and looking up the names of these is most of the work.
@lru_cache(maxsize=1000)
def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


@lru_cache(maxsize=1000)
def _date(day: date) -> str:
    return f"{_day(day)} {day:%Y}"


@lru_cache(maxsize=1000)
def _weekday(day: date) -> str:
    return f"{day:%a}"


def in_zone(at: datetime, zone: str) -> str:
    """`Tue 24 Nov 06:00`, on the clock of a named zone; of another year `Tue 24 Nov 2026 06:00`."""
    info = ZoneInfo(zone)
    local = at.astimezone(UTC).astimezone(info)  # by way of UTC: a time that the clocks jump over is shifted
    year = f" {local.year}" if local.year != timezone.now().astimezone(info).year else ""
    return f"{local:%a} {local.day} {local:%b}{year} {local:%H:%M}"
