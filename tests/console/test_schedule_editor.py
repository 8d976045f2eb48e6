"""Choosing when a job runs: what the editor shows, saves and refuses."""

from typing import Any

import pytest
from django.test import Client

from jobs.audit import Actor
from jobs.engine.schedule_words import when_of
from jobs.models import AuditLog, ExclusionCalendar, Schedule
from jobs.services.schedules import Settings, save_schedule
from tests.console import support
from tests.console.support import ORDERS, PRODUCTS

pytestmark = pytest.mark.django_db
ADDRESS = f"/jobs/{PRODUCTS}/schedule/"


@pytest.fixture(autouse=True)
def _shop(db: None) -> None:
    support.shop()


def fields(**changes: Any) -> dict[str, str]:
    plain = {
        "kind": "cron",
        "cron": "30 2 * * *",
        "count": "15",
        "period": "minutes",
        "preset": "every 15 minutes",
        "at": "",
        "zone": "America/New_York",
        "enabled": "on",
        "overlap": "skip",
        "catch_up": "latest",
        "catch_up_hours": "24",
        "gap": "shift",
        "spread": "0",
        "pause_after_failures": "0",
        "calendar": "",
        "name": "",
        "revision": "",
    }
    return {f"plan-{name}": str(value) for name, value in {**plain, **changes}.items() if value is not None}


def saved() -> Schedule:
    return Schedule.objects.get()


def page_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_save_and_read_again(operator: Client) -> None:
    response = operator.post(ADDRESS, fields(overlap="queue_one", spread="5"), follow=True)
    assert response.redirect_chain == [(f"/jobs/{PRODUCTS}/", 302)]
    assert "Import Products in Bulk: Every day at 02:30, America/New_York." in page_of(response)
    row = saved()
    assert (str(when_of(row)), row.overlap, row.spread_seconds) == ("30 2 * * *", "queue_one", 300)
    audit = AuditLog.objects.get()
    assert (audit.action, audit.actor_name) == ("schedule.created", "operator")
    page = page_of(operator.get(ADDRESS))
    assert 'name="plan-cron" value="30 2 * * *"' in page
    assert 'name="plan-revision" value="1"' in page
    assert 'value="queue_one" checked' in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "preset", "preset": "every 6 hours"}, "every 6 hours"),
        ({"kind": "every", "count": "20"}, "every 20 minutes"),
        ({"kind": "once", "at": "2090-12-24T06:00"}, "at 2090-12-24T11:00:00+00:00"),
    ],
)
def test_every_kind_of_when(operator: Client, changes: dict[str, str], words: str) -> None:
    assert operator.post(ADDRESS, fields(**changes)).status_code == 302
    assert str(when_of(saved())) == words


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"cron": "99 2 * * *"}, "The cron line can&#x27;t be read"),
        ({"cron": "whenever"}, "is none of: &#x27;every 15 minutes&#x27;"),
        ({"zone": "Mars/Olympus"}, "is no time zone"),
        ({"kind": "once", "at": "2020-01-01T00:00"}, "That moment has passed."),
        ({"kind": "once", "at": "soon"}, "is no time"),
        ({"kind": "once", "at": ""}, "Choose a date and a time."),
        ({"kind": "every", "count": "0"}, "Write a whole number from 1 to 100,000."),
        ({"kind": "every", "count": "-1"}, "Write a whole number from 1 to 100,000."),
        ({"kind": "every", "count": "abc"}, "Write a whole number from 1 to 100,000."),
        ({"kind": "every", "count": "999999999"}, "Write a whole number from 1 to 100,000."),
        ({"kind": "every", "count": ""}, "Say how often."),
        ({"kind": "every", "count": "100000", "period": "days"}, "An interval must be at most 366 days"),
        ({"kind": "every", "zone": "Mars/Olympus"}, "is no time zone"),
        ({"kind": "cron", "cron": ""}, "Write the five fields of a cron line."),
        ({"zone": "America"}, "is no time zone"),
        ({"kind": "?"}, "Select a valid choice"),
        ({"overlap": "?"}, "Select a valid choice"),
        ({"catch_up_hours": ""}, "This field is required."),
    ],
)
def test_nonsense_comes_back_beside_its_field(operator: Client, changes: dict[str, str], complaint: str) -> None:
    response = operator.post(ADDRESS, fields(**changes))
    assert response.status_code == 422
    page = page_of(response)
    assert page.count(complaint) == 1
    assert page.count('<ul class="errorlist"') == 1
    assert "The fields say what." in page
    assert not Schedule.objects.exists()
    part = operator.post(ADDRESS, {**fields(**changes), "_what": "preview"}, headers={"HX-Request": "true"})
    assert part.status_code == 200 and page_of(part).count("<li>") == 1 and complaint in page_of(part)


def test_what_another_kind_says_is_nobody_s_business(operator: Client) -> None:
    assert operator.post(ADDRESS, fields(count="abc", at="soon", preset="?")).status_code == 302


def test_an_interval_has_no_zone_and_says_so(operator: Client) -> None:
    sent = fields(kind="every", zone="Asia/Tokyo")
    page = page_of(operator.post(ADDRESS, {**sent, "_what": "preview"}, headers={"HX-Request": "true"}))
    assert "It counts elapsed time, so it has no time zone: Asia/Tokyo is not kept." in page
    assert "America/New_York" in page
    page = page_of(operator.post(ADDRESS, sent, follow=True))
    assert "Every 15 minutes, America/New_York. It counts elapsed time, so it has no time zone: Asia/Tokyo" in page
    assert "is not kept" not in page_of(operator.post(ADDRESS, fields(kind="every"), follow=True))


def test_what_runs_very_often_is_said_before_and_after(operator: Client) -> None:
    for changes, warning in (
        ({"kind": "every", "count": "1", "period": "seconds"}, "86,400 runs a day"),
        ({"kind": "every", "count": "59", "period": "seconds"}, "1,464 runs a day"),
    ):
        preview = operator.post(ADDRESS, {**fields(**changes), "_what": "preview"}, headers={"HX-Request": "true"})
        assert warning in page_of(preview)
        page = page_of(operator.post(ADDRESS, fields(**changes), follow=True))
        assert warning in page and "note-warning" in page
    page = page_of(operator.post(ADDRESS, fields(kind="every", count="1"), follow=True))
    assert "runs a day" not in page


def test_a_time_the_clocks_jump_over_is_said(operator: Client) -> None:
    sent = {**fields(kind="once", at="2090-03-12T02:30"), "_what": "preview"}
    page = page_of(operator.post(ADDRESS, sent, headers={"HX-Request": "true"}))
    assert "02:30 is left out that day, the clocks jump over it; it is 03:30." in page


def test_the_preview_saves_nothing(operator: Client) -> None:
    sent = {**fields(cron="0 6 * * 1-5"), "_what": "preview"}
    whole = operator.post(ADDRESS, sent)
    part = operator.post(ADDRESS, sent, headers={"HX-Request": "true"})
    for response in (whole, part):
        page = page_of(response)
        assert response.status_code == 200
        assert "At 06:00, Monday through Friday" in page
        assert "Clocks go forward by 1 h" in page
        assert "If nothing worked for 3 hours" in page
    assert "<html" not in page_of(part)
    assert 'value="0 6 * * 1-5"' in page_of(whole)
    assert not Schedule.objects.exists()
    assert not AuditLog.objects.exists()


def test_a_preview_of_nonsense_says_what_is_wrong(operator: Client) -> None:
    sent = {**fields(cron="99 2 * * *"), "_what": "preview"}
    page = page_of(operator.post(ADDRESS, sent, headers={"HX-Request": "true"}))
    assert "Something is not right yet" in page
    assert "Invalid end range: 99" in page


def test_somebody_was_faster(operator: Client) -> None:
    operator.post(ADDRESS, fields())
    save_schedule(PRODUCTS, saved().shop, Settings(when="every 5 minutes"), Actor("ada"))
    late = operator.post(ADDRESS, fields(cron="0 4 * * *", revision="1"))
    page = page_of(late)
    assert late.status_code == 409
    assert "ada changed this schedule meanwhile. It is now: Every 5 minutes, switched on." in page
    assert 'value="0 4 * * *"' in page
    assert 'name="plan-revision" value="2"' in page
    assert str(when_of(saved())) == "every 5 minutes"
    operator.post(ADDRESS, fields(cron="0 4 * * *", revision="2"))
    assert str(when_of(saved())) == "0 4 * * *"


def test_parameters_stay_editable_while_it_is_scheduled(operator: Client) -> None:
    address = f"/jobs/{ORDERS}/schedule/"
    operator.post(address, {**fields(), "status": "any", "from_id": "7"})
    assert saved().parameters == {"status": "any", "from_id": 7, "with_tags": False}
    assert 'name="from_id" value="7"' in page_of(operator.get(address))
    wrong = operator.post(address, {**fields(revision="1"), "status": "any", "from_id": "x"})
    assert wrong.status_code == 422
    assert "Enter a whole number." in page_of(wrong)
    operator.post(address, {**fields(revision="1"), "status": "open", "from_id": "", "with_tags": "on"})
    assert saved().parameters == {"status": "open", "from_id": None, "with_tags": True}
    page = page_of(operator.get(f"/jobs/{ORDERS}/"))
    assert "changed the schedule of" in page


def test_several_schedules_of_one_job(operator: Client) -> None:
    operator.post(ADDRESS, fields())
    assert "evening" in page_of(operator.get(f"{ADDRESS}?name=evening"))
    operator.post(ADDRESS, fields(name="evening", cron="0 20 * * *"))
    assert sorted(Schedule.objects.values_list("name", flat=True)) == ["", "evening"]
    page = page_of(operator.get(f"/jobs/{PRODUCTS}/"))
    assert "Every day at 02:30" in page
    assert "Every day at 20:00" in page


def test_a_calendar_closes_times(operator: Client) -> None:
    calendar = ExclusionCalendar.objects.create(name="Sale")
    calendar.exclusions.create(starts_at="2020-01-01T00:00Z", ends_at="2090-01-01T00:00Z", reason="Black Friday")
    operator.post(ADDRESS, fields(calendar=calendar.pk))
    assert saved().calendar == calendar
    assert "Closed: Black Friday" in page_of(operator.get(ADDRESS))
