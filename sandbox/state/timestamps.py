"""Computes instants of change that never repeat."""

from datetime import datetime, timedelta

_SECOND = timedelta(seconds=1)


def later_than(before: datetime, now: datetime) -> datetime:
    """Gives `now`, or a second after `before`: no instant comes twice."""
    return now if now > before else before + _SECOND
