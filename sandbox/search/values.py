"""Reads the value of a term as its field means it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

_MOMENT = re.compile(
    r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?)?)?"
)
_INSTANT = timedelta(microseconds=1)


class Unreadable(ValueError):
    """Reports a value that its field can't be compared with."""


def compared(comparison: str, low: Any, high: Any) -> Callable[[Any], bool]:
    """Tests a value x against a span; "" means inside it.

    The span goes from low up to (not with) high.
    """
    tests: dict[str, Callable[..., bool]] = {
        "": lambda x: low <= x < high,
        ">=": lambda x: x >= low,
        ">": lambda x: x >= high,
        "<": lambda x: x < low,
        "<=": lambda x: x < high,
    }
    return tests[comparison]


def number(text: str) -> Decimal:
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        raise Unreadable(text) from None
    if not value.is_finite():
        raise Unreadable(text)
    return value


def span(text: str, now: datetime, zone: str) -> tuple[datetime, datetime]:
    """Reads a year, month, day, instant or "now" as a span.

    Without an offset it is read in the shop's time zone.
    """
    if text.strip() == "now":
        return now, now + _INSTANT
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        raise Unreadable(text)
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    try:
        start = datetime(
            int(year),
            int(month or 1),
            int(day or 1),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            int(float(fraction or 0) * 1_000_000),
            tzinfo=_zone(offset, zone),
        )
    except ValueError:
        raise Unreadable(text) from None
    return start.astimezone(UTC), _end(start, month, day, hour).astimezone(UTC)


def _zone(offset: str | None, zone: str) -> ZoneInfo | None:
    if offset is None:
        return ZoneInfo(zone)
    return datetime.fromisoformat(f"2000-01-01T00:00:00{offset}").tzinfo  # type: ignore[return-value]


def _end(start: datetime, month: str | None, day: str | None, hour: str | None) -> datetime:
    if hour is not None:
        return start + _INSTANT
    if day is not None:
        return start + timedelta(days=1)
    if month is not None:
        return start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
    return start.replace(year=start.year + 1)
