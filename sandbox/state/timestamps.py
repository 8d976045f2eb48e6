"""Computes instants of change that never repeat."""

from datetime import datetime, timedelta

_SECOND = timedelta(seconds=1)


def later_than(before: datetime, now: datetime) -> datetime:
    """`now`, or one second after `before` when the clock has not moved on: no two changes of a record share one."""
    return now if now > before else before + _SECOND
