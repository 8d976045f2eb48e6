"""By keyboard alone, wide and at 360 px: a schedule switched on, edited, skipped, paused; a backfill, a run to come."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from jobs.engine.schedule_words import when_of
from jobs.models import AuditLog, JobRun, Schedule
from tests.browser.conftest import NARROW_TOO, WIDE, Visit
from tests.browser.hands import Hands
from tests.browser.scene import NEW_ORDERS
from tests.console import support
from work import broker

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("width", [WIDE, NARROW_TOO])]
JOB = f"/jobs/{NEW_ORDERS}/"


@pytest.fixture(autouse=True)
def _nobody_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker, "publish", lambda *args, **kwargs: True)


def audited() -> list[str]:
    return list(AuditLog.objects.filter(actor_name="ada").order_by("id").values_list("action", flat=True))


def test_switch_on_and_edit(visit: Visit, width: int) -> None:
    support.shop()
    at = visit(width=width)
    page, hands = at.open("/orders/"), Hands(at)
    row = page.get_by_role("article", name="New orders")
    switch = hands.named("switch", "Schedule of New orders", row)
    hands.press("switch", "Schedule of New orders", row, key="Space")
    expect(switch).to_be_checked()
    expect(switch).to_be_focused()
    assert Schedule.objects.get().periodic_task.enabled

    hands.open("More for New orders", row)
    hands.press("link", "Edit schedule", row)
    hands.turn_to("Cron line")
    hands.write("Cron line", "30 4 * * 1")
    at.reads("At 04:30, only on Monday", page.locator("#schedule-preview"))
    hands.press("button", "Save the schedule")
    at.reads("At 04:30, only on Monday", page.locator("#notes"))
    assert str(when_of(Schedule.objects.get())) == "30 4 * * 1"
    assert audited() == ["schedule.created", "schedule.changed"]


def test_skip_the_next_one_and_undo_it(visit: Visit, width: int) -> None:
    plan = support.plan(NEW_ORDERS)
    at = visit(width=width)
    page, hands = at.open(JOB), Hands(at)
    hands.press("button", "Skip next New orders")
    at.reads("is left out; the next run is", page.locator("#notes"))
    plan.refresh_from_db()
    assert plan.skip_slot is not None
    hands.press("button", "Undo skip New orders")
    at.reads("is back", page.locator("#notes"))
    plan.refresh_from_db()
    assert plan.skip_slot is None
    assert audited()[-2:] == ["schedule.skip_next", "schedule.skip_undone"]


def test_pause_with_a_reason_and_resume(visit: Visit, width: int) -> None:
    plan = support.plan(NEW_ORDERS)
    until = (timezone.now() + timedelta(days=2)).astimezone(plan_zone()).replace(second=0, microsecond=0)
    at = visit(width=width)
    page, hands = at.open(JOB), Hands(at)
    card = page.locator("#schedule")
    hands.open("Pause until, backfill")
    hands.write_moment("Pause until", until, card)
    hands.write("Why", "Stock count", card)
    hands.press("button", "Pause", card)
    at.reads("Stock count", card.locator(".plan"))
    plan.refresh_from_db()
    assert (plan.pause.paused_by, plan.pause.reason, plan.pause.ends_at) == ("ada", "Stock count", until)
    hands.press("button", "Resume New orders", card, back=True)
    at.reads("resumed", page.locator("#notes"))
    expect(card.locator(".plan")).not_to_contain_text("Stock count")
    assert audited()[-2:] == ["schedule.paused", "schedule.resumed"]


def test_backfill(visit: Visit, width: int) -> None:
    plan = support.plan(NEW_ORDERS)
    day = timezone.now().astimezone(plan_zone()).replace(hour=0, minute=30, second=0, microsecond=0)
    at = visit(width=width)
    page, hands = at.open(JOB), Hands(at)
    hands.open("Pause until, backfill")
    hands.write_moment("Backfill from", day - timedelta(days=3))
    hands.write_moment("to", day - timedelta(days=2))
    hands.press("button", "Backfill")
    at.reads("4 runs put in line", page.locator("#notes"))
    expect(page.locator("table.runs tbody tr")).to_have_count(4)
    assert JobRun.objects.filter(schedule=plan, origin="backfill", requested_by__username="ada").count() == 4
    assert audited()[-1] == "schedule.backfilled"


def test_one_run_at_a_time_of_its_own(visit: Visit, width: int) -> None:
    support.shop()
    when = (timezone.now() + timedelta(days=2)).astimezone(plan_zone()).replace(second=0, microsecond=0)
    at = visit(width=width)
    page, hands = at.open(JOB), Hands(at)
    hands.open("Run it once at a time of its own")
    hands.write_moment("At", when)
    hands.press("button", "Plan it")
    at.reads("New orders is planned for", page.locator("#notes"))
    run = JobRun.objects.get()
    assert (run.origin, run.state, run.due_at) == ("planned", "pending", when)
    assert audited() == ["run.planned"]


def plan_zone() -> ZoneInfo:
    return ZoneInfo(support.shop().time_zone)
