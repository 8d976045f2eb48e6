"""Reads a date and a time from a browser's field."""

from datetime import UTC, datetime, tzinfo

from integrations.text import clean
from jobs.models.moments import in_utc


class BadMoment(ValueError):
    """The field holds no time; the sentence says how to write one."""


def moment(text: str, zone: tzinfo, *, empty: bool = False) -> datetime | None:
    """Reads `2026-12-24T06:00` on the clock of `zone`.

    None for nothing, where nothing is allowed. Raises BadMoment.
    """
    text = clean(text).strip()
    if not text and empty:
        return None
    try:
        read = datetime.fromisoformat(text)
        return in_utc(read) if read.tzinfo else read.replace(tzinfo=zone)
    except ValueError:
        raise BadMoment(f"{text!r} is no time; write it like 2026-12-24T06:00.") from None


def jump(at: datetime) -> str:
    """Explains in a sentence that the clocks jump over `at`, else "".

    It begins with a blank; `at` is shifted by the gap.
    """
    real = at.astimezone(UTC).astimezone(at.tzinfo)
    if real.replace(tzinfo=None) == at.replace(tzinfo=None):
        return ""
    return f" {at:%H:%M} is left out that day, the clocks jump over it; it is {real:%H:%M}."
