"""Reads and writes Shopify's scalars.

Numbers that a JavaScript reader would spoil are written as strings: Decimal, Money, UnsignedInt64, BigInt.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from graphql import GraphQLError, GraphQLScalarType, GraphQLSchema

UINT64 = 2**64


def write_instant(value: Any) -> str:
    """Writes UTC, whole seconds, Z."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value)


def read_instant(value: Any) -> datetime:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) and len(value) > 9 else None
    except ValueError:
        found = None
    if found is None:
        raise GraphQLError(f"{value!r} is not an ISO 8601 date and time")
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def write_date(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def read_date(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise GraphQLError(f"{value!r} is not a date (YYYY-MM-DD)") from None


def read_decimal(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise GraphQLError(f"invalid decimal '{value}'")
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        found = Decimal("nan")
    if not found.is_finite():
        raise GraphQLError(f"invalid decimal '{value}'")
    return found


def write_money(value: Any) -> str:
    """Writes Money with the amount's own places, "12.50"."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def write_decimal(value: Any) -> str:
    """Writes Decimal without needless zeros, but one place: "12.5", "12.0"."""
    text = format(Decimal(value).normalize(), "f")
    return text if "." in text else f"{text}.0"


def read_unsigned(value: Any) -> int:
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,20}", str(value)) or int(value) >= UINT64:
        raise GraphQLError(f"{value!r} is not an UnsignedInt64")
    return int(value)


def read_text(value: Any) -> str:
    if not isinstance(value, str):
        raise GraphQLError(f'Could not coerce value "{value}" to String')
    return value


def read_url(value: Any) -> str:
    text = read_text(value)
    if not re.match(r"[a-z][a-z0-9+.-]*://[^\s/]", text, re.IGNORECASE):
        raise GraphQLError(f"Invalid url '{text}'")
    return text


def _same(value: Any) -> Any:
    return value


_WAYS: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "ARN": (str, read_text),
    "BigInt": (str, read_text),
    "Color": (str, read_text),
    "Date": (write_date, read_date),
    "DateTime": (write_instant, read_instant),
    "Decimal": (write_decimal, read_decimal),
    "FormattedString": (str, read_text),
    "HTML": (str, read_text),
    "JSON": (_same, _same),
    "Money": (write_money, read_decimal),
    "StorefrontID": (str, read_text),
    "URL": (str, read_url),
    "UnsignedInt64": (str, read_unsigned),
    "UtcOffset": (str, read_text),
}


def attach(schema: GraphQLSchema) -> None:
    """Gives the schema's own scalars their ways of writing and reading."""
    for name, (write, read) in _WAYS.items():
        scalar = schema.type_map.get(name)
        if isinstance(scalar, GraphQLScalarType):
            # Own attributes of the instance: graphql-core takes them like overridden methods.
            vars(scalar).update(serialize=write, parse_value=read)
