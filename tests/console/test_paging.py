"""Every list goes from page to page by one kind of mark."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from console.lists.paging import BY_ID, BY_ID_ASCENDING, Key
from integrations.text import as_id
from jobs.models import AuditLog, JobRun
from tests.console import support

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
BY_CREATION = Key("created_at")


def walk(key: Key, size: int) -> list[list[int]]:
    pages, mark = [], ""
    while True:
        page = key.page(JobRun.objects.all(), mark, size)
        pages.append([run.pk for run in page.rows])
        mark = page.next
        if not mark:
            return pages


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 2, 3, 5, 6, 7])
def test_each_row_stands_on_one_page(size: int) -> None:
    runs = [support.run(begin=AT + timedelta(hours=hour)) for hour in (0, 1, 1, 1, 2, 2)]
    for run, hour in zip(runs, (0, 1, 1, 1, 2, 2), strict=True):
        JobRun.objects.filter(pk=run.pk).update(created_at=AT + timedelta(hours=hour))
    ids = [run.pk for run in runs]
    for key, expected in ((BY_CREATION, ids[::-1]), (BY_ID, ids[::-1]), (BY_ID_ASCENDING, ids)):
        pages = walk(key, size)
        assert [pk for page in pages for pk in page] == expected
        assert {len(page) for page in pages[:-1]} <= {size} and pages[-1]


@pytest.mark.django_db
def test_what_is_newer_than_a_mark() -> None:
    first, second = support.run(), support.run()
    JobRun.objects.update(created_at=AT)
    mark = BY_CREATION.read(f"{AT.isoformat()}_{first.pk}")
    assert mark == (AT, first.pk)
    assert list(JobRun.objects.filter(BY_CREATION.before(mark))) == [second]
    assert list(BY_CREATION.after(JobRun.objects.all(), (AT, second.pk))) == [first]


@pytest.mark.parametrize(
    "mark",
    ["", "x", "_", "5_", "2026-01-01_5", "2026-99-01T00:00:00+00:00_5", "9" * 19, "-1", "0001-01-01T00:00:00+23:59_1"],
)
def test_a_mark_that_is_none_is_left_aside(mark: str) -> None:
    assert BY_CREATION.read(mark) is None
    assert BY_ID.read(mark) is None


def test_a_plus_that_came_as_a_blank_is_read() -> None:
    assert BY_CREATION.read("2026-03-01T12:00:00 00:00_7") == (AT, 7)


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/history/", "/orders/all/", "/webhooks/", f"/jobs/{support.PRODUCTS}/"])
@pytest.mark.parametrize("at", ["2026-11-30T00:00:00+23:59", "0001-01-01T00:00:00+23:59"])
def test_a_mark_of_any_offset_opens_the_page(viewer: Client, page: str, at: str) -> None:
    """The database takes no offset of sixteen hours or more."""
    support.shop()
    assert viewer.get(page, {"before": f"{at}_1"}).status_code == 200


def test_a_mark_is_read_in_utc() -> None:
    assert BY_CREATION.read("2026-03-02T11:59:00+23:59_7") == (AT, 7)


def test_a_mark_names_the_last_row() -> None:
    assert Key("at").mark(AuditLog(pk=3, at=AT)) == "2026-03-01T12:00:00+00:00_3"
    assert BY_ID.mark(AuditLog(pk=3)) == "3"


def test_an_id_is_what_a_column_can_hold() -> None:
    assert (as_id("12"), as_id("0"), as_id("9" * 18)) == (12, 0, 10**18 - 1)
    assert [as_id(text) for text in ("", "-1", "1.0", "x", "9" * 19)] == [None] * 5
