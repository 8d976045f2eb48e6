"""How values are written and what is accepted as one."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from graphql import GraphQLError, GraphQLScalarType

from sandbox.graphql.schema import admin_schema


def scalar(name: str) -> GraphQLScalarType:
    found = admin_schema().type_map[name]
    assert isinstance(found, GraphQLScalarType)
    return found


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("Money", Decimal("12.50"), "12.50"),
        ("Decimal", Decimal("12.50"), "12.5"),
        ("Decimal", Decimal("100.00"), "100.0"),
        ("Decimal", Decimal("0.00"), "0.0"),
        ("Decimal", Decimal("10000"), "10000.0"),
        ("UnsignedInt64", 1456, "1456"),
        ("UnsignedInt64", 2**63, "9223372036854775808"),
        ("DateTime", datetime(2026, 11, 20, 12, 0, 1, 999, UTC), "2026-11-20T12:00:01Z"),
        ("DateTime", datetime(2026, 11, 20, 12, tzinfo=timezone(timedelta(hours=-5))), "2026-11-20T17:00:00Z"),
        ("URL", "https://example.com/a.jpg", "https://example.com/a.jpg"),
    ],
)
def test_writing(name: str, value: Any, text: str) -> None:
    assert scalar(name).serialize(value) == text


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("Decimal", "12.50", Decimal("12.50")),
        ("Money", 3, Decimal(3)),
        ("UnsignedInt64", "18446744073709551615", 2**64 - 1),
        ("DateTime", "2026-11-20T12:00:00-05:00", datetime(2026, 11, 20, 17, tzinfo=UTC)),
        ("DateTime", "2026-11-20T12:00:00Z", datetime(2026, 11, 20, 12, tzinfo=UTC)),
    ],
)
def test_reading(name: str, text: Any, value: Any) -> None:
    assert scalar(name).parse_value(text) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Decimal", "a lot"),
        ("Decimal", "NaN"),
        ("Money", True),
        ("UnsignedInt64", "-1"),
        ("UnsignedInt64", str(2**64)),
        ("DateTime", "yesterday"),
        ("DateTime", 5),
        ("URL", "example.com"),
        ("Date", "2026-13-01"),
    ],
)
def test_refusing(name: str, text: Any) -> None:
    with pytest.raises(GraphQLError):
        scalar(name).parse_value(text)
