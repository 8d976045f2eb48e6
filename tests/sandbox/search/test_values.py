"""What times and numbers in a search mean."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from sandbox.search.values import Unreadable, number, span

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
NEW_YORK = "America/New_York"


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024", at(2024, 1, 1), at(2025, 1, 1)),
        ("2024-02", at(2024, 2, 1), at(2024, 3, 1)),
        ("2024-12", at(2024, 12, 1), at(2025, 1, 1)),
        ("2024-02-29", at(2024, 2, 29), at(2024, 3, 1)),
        ("2024-02-29T10:00:00Z", at(2024, 2, 29, 10), at(2024, 2, 29, 10, 0, 0, 1)),
        ("2024-02-29T10:00:00+02:00", at(2024, 2, 29, 8), at(2024, 2, 29, 8, 0, 0, 1)),
        ("2024-02-29T10:00:00.250Z", at(2024, 2, 29, 10, 0, 0, 250000), at(2024, 2, 29, 10, 0, 0, 250001)),
        ("now", NOW, at(2026, 11, 20, 12, 0, 0, 1)),
    ],
)
def test_a_text_names_a_span_of_time(text: str, start: datetime, end: datetime) -> None:
    assert span(text, NOW, "UTC") == (start, end)


def test_without_an_offset_the_shop_s_own_time_counts() -> None:
    assert span("2026-01-15", NOW, NEW_YORK) == (at(2026, 1, 15, 5), at(2026, 1, 16, 5))
    assert span("2026-07-15T10:00:00", NOW, NEW_YORK)[0] == at(2026, 7, 15, 14)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "2026-02-30", "2026-09-25T02", "12"])
def test_what_is_no_time_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        span(text, NOW, "UTC")


def test_numbers() -> None:
    assert number(" 10.50 ") == Decimal("10.5")
    for text in ("ten", "", "NaN", "Infinity"):
        with pytest.raises(Unreadable):
            number(text)
