"""On and off, pause, skip, backfill: what the operator sees, what is stored, what is audited."""

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jobs import registry
from jobs.audit import Actor
from jobs.models import AuditLog, JobRun, Pause, Schedule
from jobs.services.schedules import Settings, save_schedule
from tests.console import support
from tests.console.support import NEW_ORDERS, ORDERS, PRODUCTS

pytestmark = pytest.mark.django_db
JOB = f"/jobs/{PRODUCTS}/"


@pytest.fixture
def plan(db: None) -> Schedule:
    return save_schedule(PRODUCTS, support.shop(), Settings(when="0 */6 * * *", zone="America/New_York"), Actor("ada"))


@pytest.fixture
def do(operator: Client, plan: Schedule) -> Callable[..., str]:
    """A deed, and the page it leads to in one line of text."""

    def deed(name: str, **sent: str) -> str:
        response = operator.post(f"/schedules/{plan.pk}/{name}/", sent, follow=True)
        assert response.redirect_chain == [(JOB, 302)]
        plan.refresh_from_db()
        return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())

    return deed


def test_off_and_on(do: Callable[..., str], plan: Schedule) -> None:
    assert "switched off; nothing starts by itself any more." in do("switch", on="0")
    assert not plan.periodic_task.enabled
    assert "Switched off: nothing starts by itself." in do("switch", on="0")
    assert "switched on. Next run" in do("switch", on="1")
    actions = list(AuditLog.objects.order_by("id").values_list("action", flat=True))
    assert actions == ["schedule.created", "schedule.switched", "schedule.switched"]


def test_pause_needs_a_reason_and_shows_it(do: Callable[..., str], plan: Schedule) -> None:
    assert "Say why it is paused." in do("pause", reason=" ")
    assert "is no time; write it like" in do("pause", reason="x", until="tomorrow")
    assert "The pause must end in the future." in do("pause", reason="x", until="2020-01-01T00:00")
    assert plan.pause is None
    page = do("pause", reason="Stock count", until="2090-01-01T06:00")
    assert plan.pause.ends_at.isoformat() == "2090-01-01T11:00:00+00:00"  # 06:00 in New York
    assert "Paused by operator until Sun 1 Jan 2090 06:00 : Stock count" in page
    assert "resumed. What was due meanwhile follows the catch-up policy." in do("resume")
    assert Pause.objects.get().ends_at <= timezone.now()


def test_skip_says_which_goes_and_which_comes(operator: Client, do: Callable[..., str], plan: Schedule) -> None:
    before = " ".join(re.sub(r"<[^>]+>", " ", operator.get(JOB).content.decode()).split())
    told = re.search(r"leaves out (\w+ \d+ \w+ [\d ]*\d\d:\d\d) ; then (\w+ \d+ \w+ [\d ]*\d\d:\d\d)", before)
    assert told
    page = do("skip")
    assert f"the run of {told[1]} is left out; the next run is {told[2]}." in page
    assert plan.skip_slot and "Undo skip" in page and "Skipped by operator" in page
    page = do("undo-skip")
    assert f"the run of {told[1]} is back." in page
    assert plan.skip_slot is None and "Skip next" in page
    assert "There is no slot to bring back" in do("undo-skip")


def test_backfill(do: Callable[..., str], plan: Schedule) -> None:
    assert "both in the past" in do("backfill", start="2026-01-01T00:00", end="2025-01-01T00:00")
    assert "is no time" in do("backfill", start="", end="x")
    page = do("backfill", start="2026-01-01T00:00", end="2026-01-01T12:00")
    assert "3 runs put in line" in page
    assert set(JobRun.objects.values_list("origin", "requested_by__username")) == {("backfill", "operator")}
    again = do("backfill", start="2026-01-01T00:00", end="2026-01-01T12:00")
    assert "0 runs put in line: each of its 3 slots of that time has its row already." in again
    more = do("backfill", start="2026-01-01T00:00", end="2026-01-01T18:00")
    assert "1 run put in line; slots that have a run keep it." in more
    assert "0 runs put in line: no slot of it lies in that time." in do(
        "backfill", start="2026-01-01T00:01", end="2026-01-01T05:00"
    )
    assert "more than 500 slots" in do("backfill", start="2000-01-01T00:00", end="2026-01-01T05:00")


def test_a_backfill_of_an_interval_says_since_when_it_counts(do: Callable[..., str], plan: Schedule) -> None:
    save_schedule(PRODUCTS, plan.shop, Settings(when="every 1 minute"), Actor("ada"))
    page = do("backfill", start="2026-01-01T00:00", end="2026-01-01T12:00")
    assert "0 runs put in line: it counts from" in page and "and has no slots before that" in page


def test_a_backfill_of_what_cannot_be_read_says_so(do: Callable[..., str], plan: Schedule) -> None:
    type(plan.periodic_task).objects.filter(pk=plan.periodic_task_id).update(crontab=None)
    assert "It can't be read" in html.unescape(do("backfill", start="2026-01-01T00:00", end="2026-01-01T12:00"))


def test_a_time_the_clocks_jump_over_is_said_in_the_answer(do: Callable[..., str], operator: Client) -> None:
    """On the second Sunday of March the clocks of New York go from 02:00 to 03:00."""
    said = "02:30 is left out that day, the clocks jump over it; it is 03:30."
    assert f"until Sun 12 Mar 2090 03:30. {said}" in do("pause", reason="x", until="2090-03-12T02:30")
    sent = {"_what": "at", "_at": "2090-03-12T02:30"}
    page = operator.post(f"/jobs/{PRODUCTS}/run/", sent, follow=True).content.decode()
    assert f"planned for Sun 12 Mar 2090 03:30. {said}" in page
    sent = {"category": "orders", "reason": "x", "until": "2090-03-12T02:30"}
    page = operator.post("/pauses/", sent, follow=True).content.decode()
    assert "until Sun 12 Mar 2090 03:30" in page and said in page


def test_switched_on_for_the_first_time(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    support.shop()
    card = support.definition(
        NEW_ORDERS, name="New orders", schedules=("every 15 minutes",), default="every 15 minutes"
    )
    monkeypatch.setattr(registry, "_index", lambda: {**support.CATALOGUE, NEW_ORDERS: card})
    response = operator.post(f"/jobs/{NEW_ORDERS}/enable/", {"_next": "/orders/"}, follow=True)
    assert response.redirect_chain == [("/orders/", 302)]
    assert "New orders is switched on: Every 15 minutes" in response.content.decode()
    assert Schedule.objects.get().periodic_task.enabled
    response = operator.post(f"/jobs/{ORDERS}/enable/", follow=True)
    assert "proposes no rhythm of its own" in response.content.decode()
    assert Schedule.objects.count() == 1
    assert operator.post("/jobs/no.such/enable/").status_code == 404


def test_a_run_at_a_time(operator: Client) -> None:
    support.shop()
    address = f"/jobs/{PRODUCTS}/run/"
    for at, complaint in (("", "is no time"), ("2020-01-01T00:00", "has passed already")):
        assert complaint in operator.post(address, {"_what": "at", "_at": at}, follow=True).content.decode()
    page = operator.post(address, {"_what": "at", "_at": "2090-12-24T06:00"}, follow=True).content.decode()
    run = JobRun.objects.get()
    assert "planned for Sun 24 Dec 2090 06:00" in page
    assert (run.origin, run.state, run.due_at.isoformat()) == ("planned", "pending", "2090-12-24T11:00:00+00:00")
    operator.post(address, {"_what": "now"})
    assert JobRun.objects.filter(origin="manual").count() == 1


def test_a_dry_run(operator: Client) -> None:
    support.shop()
    page = operator.post(f"/jobs/{PRODUCTS}/run/", {"_what": "dry"}, follow=True).content.decode()
    assert "A dry run of Import Products in Bulk is on its way." in page
    assert JobRun.objects.get().dry
    assert AuditLog.objects.get().after["dry"] is True


def test_a_schedule_that_cannot_be_read_says_so(operator: Client, plan: Schedule) -> None:
    type(plan.periodic_task).objects.filter(pk=plan.periodic_task_id).update(crontab=None)
    assert "It can't be read, so nothing starts" in operator.get(JOB).content.decode()


def test_a_pause_of_the_past_is_over(operator: Client, plan: Schedule) -> None:
    hour = timedelta(hours=1)
    now = timezone.now()
    Pause.objects.create(schedule=plan, starts_at=now - 2 * hour, ends_at=now - hour, reason="was", paused_by="ada")
    assert "Paused by ada" not in operator.get(JOB).content.decode()
