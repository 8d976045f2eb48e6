"""Times and spans in words."""

from datetime import datetime
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
    """In the zone that is active, as short as is clear: `14:03`, `21 Nov 14:03`, `21 Nov 2025 14:03`."""
    local, today = timezone.localtime(at), timezone.localtime(now)
    if local.date() == today.date():
        return f"{local:%H:%M:%S}"
    if local.year == today.year:
        return f"{local.day} {local:%b %H:%M}"
    return f"{local.day} {local:%b %Y %H:%M}"


def full(at: datetime) -> str:
    """With seconds and the zone's name, for a tooltip."""
    local = timezone.localtime(at)
    return f"{local:%a} {local.day} {local:%b %Y %H:%M:%S} {timezone.get_current_timezone_name()}"


def in_zone(at: datetime, zone: str) -> str:
    """`Tue 24 Nov 06:00`, on the clock of a named zone."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b %H:%M}"
