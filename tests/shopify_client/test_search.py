"""Search strings that mean what they say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from shopify_client.search import Search, quote


def test_terms() -> None:
    search = Search("orders").where("status", "open").where("fulfillment_status", "unshipped").where("id", 123, ">")
    assert str(search) == "status:open AND fulfillment_status:unshipped AND id:>123"
    assert str(Search("orders")) == ""


def test_times_are_quoted_and_in_utc() -> None:
    noon = datetime(2026, 11, 23, 12, 0, tzinfo=timezone(timedelta(hours=2)))
    assert str(Search("orders").where("updated_at", noon, ">=")) == "updated_at:>='2026-11-23T10:00:00Z'"
    with pytest.raises(ValueError, match="time zone"):
        quote(datetime(2026, 1, 1))  # noqa: DTZ001


def test_any_of() -> None:
    search = Search("orders").where("status", "open").any_of("return_status", "returned", "in_progress")
    assert str(search) == "status:open AND (return_status:returned OR return_status:in_progress)"
    assert str(Search("orders").any_of("name", "x")) == "name:x"
    with pytest.raises(ValueError, match="No values"):
        Search("orders").any_of("name")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("open", "open"),
        (True, "true"),
        (5, "5"),
        ("", "''"),
        ("two words", "'two words'"),
        ("#1001", "'#1001'"),
        ("a OR status:any", "'a OR status:any'"),
        ("OR", "'OR'"),
        ("*", "'*'"),
        ("-x", "'-x'"),
        ("x)", "'x)'"),
        ("it's", r"'it\'s'"),
        ("back\\slash", r"'back\\slash'"),
        (r"\' OR status:any", r"'\\\' OR status:any'"),
        (datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "'2026-01-02T03:04:05Z'"),
    ],
)
def test_quoting(value: object, written: str) -> None:
    assert quote(value) == written


def test_a_name_that_shopify_would_ignore_is_refused() -> None:
    for name in ("stauts", "cancelled_at", "", "status:open id"):
        with pytest.raises(ValueError, match="cannot be searched"):
            Search("orders").where(name, "x")
    with pytest.raises(KeyError):
        Search("returns")
