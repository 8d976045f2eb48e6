"""Computes where a record stands in a sorted list."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

Place = tuple[Any, int]
PlaceOf = Callable[[Any], Place]


def place_by(read: Callable[[Any], Any]) -> PlaceOf:
    """Places a record by its value, as JSON, and its number."""
    return lambda record: (_plain(read(record)), record.id)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return int(value.timestamp())
    return float(value) if isinstance(value, Decimal) else value


def ordering(place: Place) -> tuple[bool, Any, int]:
    """Compares places: no value comes first, the number settles the rest."""
    value, number = place
    return (value is not None, value, number)
