"""A date and a time as a browser's field sends them."""

from datetime import UTC, datetime, tzinfo


class BadMoment(ValueError):
    """The field holds no time; the sentence says how to write one."""


def moment(text: str, zone: tzinfo, *, empty: bool = False) -> datetime | None:
    """`2026-12-24T06:00` read on the clock of `zone`. None for nothing, where nothing is allowed. Raises BadMoment."""
    text = text.replace("\x00", "").strip()
    if not text and empty:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise BadMoment(f"{text!r} is no time; write it like 2026-12-24T06:00.") from None
    return read if read.tzinfo else read.replace(tzinfo=zone)


def jump(at: datetime) -> str:
    """A sentence (after a space) when the clocks of its zone jump over `at`, which is shifted by the gap. Else ""."""
    real = at.astimezone(UTC).astimezone(at.tzinfo)
    if real.replace(tzinfo=None) == at.replace(tzinfo=None):
        return ""
    return f" {at:%H:%M} is left out that day, the clocks jump over it; it is {real:%H:%M}."
