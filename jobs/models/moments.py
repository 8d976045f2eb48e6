"""Bounds the moments that may stand in a row.

One that no clock can show (the year 10000, somewhere) makes every query that reads its row fail, so it is refused at
the door and by the database.
"""

from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.db import models

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
BETWEEN = "must lie between the years 2000 and 2199"


def in_utc(at: datetime) -> datetime:
    """The same moment on the clock of UTC, whatever its offset.

    PostgreSQL takes no offset of sixteen hours or more, and Python has no year 0. Raises ValueError.
    """
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise ValueError("the moment lies outside the calendar") from None


def sane(at: datetime) -> bool:
    return EARLIEST <= at < LATEST


def validate(at: datetime) -> None:
    """A model field's validator. Raises ValidationError."""
    if not sane(at):
        raise ValidationError(f"It {BETWEEN}.")


def bounded(name: str, *fields: str) -> models.CheckConstraint:
    """The database's own refusal, which no `update()` passes; an empty column passes."""
    condition = models.Q()
    for field in fields:
        condition &= models.Q(**{f"{field}__gte": EARLIEST, f"{field}__lt": LATEST})
    return models.CheckConstraint(condition=condition, name=name)
