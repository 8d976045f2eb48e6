"""Offers the few column kinds that every OMS table uses.

Each has its default in the database too, so that COPY and INSERT ... SELECT can leave it out.
"""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.functions import Now

if TYPE_CHECKING:
    from collections.abc import Iterable

    _Text = models.TextField[str, str]
    _Char = models.CharField[str, str]
else:
    _Text, _Char = models.TextField, models.CharField

AMOUNT_LIMIT = 10**12


class Text(_Text):
    """Text of any length, '' where nothing is known, never NULL."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        for name, value in (("blank", True), ("default", ""), ("db_default", "")):
            kwargs.setdefault(name, value)
        super().__init__(*args, **kwargs)


class Code(_Char):
    """A short identifier, '' where nothing is known: SKU, handle, product type, another system's id."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        for name, value in (("blank", True), ("default", ""), ("db_default", ""), ("max_length", 255)):
            kwargs.setdefault(name, value)
        super().__init__(*args, **kwargs)


class Gid(_Char):
    """The sales channel's own global id of a record; part of that record's natural key, so never empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 255)
        super().__init__(*args, **kwargs)


class State(_Char):
    """One of a TextChoices, or a channel's own status word. `one_of` makes the database hold the choice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(*args, **kwargs)


def money(*, null: bool = False) -> Any:
    """An amount in the order's (or shop's) currency; four decimals hold every ISO 4217 currency."""
    if null:
        return models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    return models.DecimalField(max_digits=18, decimal_places=4, default=0, db_default=0)


def created_at() -> Any:
    """When the row was written here, set by the database."""
    return models.DateTimeField(db_default=Now(), editable=False)


def one_of(field: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    """The database refuses a value outside `choices`."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": choices.values}), name=f"%(app_label)s_%(class)s_{field}"
    )


def not_negative(*fields: str) -> models.CheckConstraint:
    """0 <= each value < 10^12. The upper bound also refuses NaN, which PostgreSQL sorts above every number."""
    return models.CheckConstraint(
        condition=models.Q(*_ranges(fields)), name=f"%(app_label)s_%(class)s_{fields[0]}_range"
    )


def position(prefix: str) -> models.CheckConstraint:
    """Latitude and longitude in degrees, both or neither."""
    # NOT NULL is said because a comparison with NULL is neither true nor false, and a check lets that pass.
    both = models.Q(latitude__isnull=False, longitude__isnull=False)
    inside = models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180))
    return models.CheckConstraint(
        condition=models.Q(latitude__isnull=True, longitude__isnull=True) | (both & inside), name=f"{prefix}_position"
    )


def _ranges(fields: "Iterable[str]") -> "Iterable[models.Q]":
    for field in fields:
        yield models.Q(**{f"{field}__isnull": True}) | models.Q(**{f"{field}__gte": 0, f"{field}__lt": AMOUNT_LIMIT})
