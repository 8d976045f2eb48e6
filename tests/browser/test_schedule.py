"""A schedule from its switch to its pause, with a mouse on the category's page and the job's."""

import pytest
from playwright.sync_api import expect

from jobs.engine.schedule_words import when_of
from jobs.models import AuditLog, Schedule
from tests.browser.conftest import Visit
from tests.browser.scene import NEW_ORDERS
from tests.console import support

pytestmark = pytest.mark.browser


def test_switch_on_edit_skip_undo_pause_and_resume(visit: Visit) -> None:
    support.shop()
    at = visit()
    page = at.open("/orders/")
    row = page.get_by_role("article", name="New orders")
    switch = row.get_by_role("switch")
    expect(switch).not_to_be_checked()
    switch.click()
    expect(switch).to_be_checked()
    assert Schedule.objects.get().periodic_task.enabled

    at.button("More for New orders", row).or_(row.locator("summary", has_text="More for New orders")).first.click()
    at.link("Edit schedule", row).click()
    page.get_by_role("radio", name="Cron line").check()
    page.get_by_role("textbox", name="Cron line").fill("15 4 * * 1")
    at.reads("At 04:15, only on Monday", page.locator("#schedule-preview"))
    page.get_by_role("textbox", name="Cron line").fill("99 4 * * 1")
    at.reads("Something is not right yet", page.locator("#schedule-preview"))
    page.get_by_role("textbox", name="Cron line").fill("30 4 * * 1")
    at.reads("At 04:30, only on Monday", page.locator("#schedule-preview"))
    at.look()
    at.button("Save the schedule").click()
    at.reads("At 04:30, only on Monday", page.locator("#notes"))
    assert str(when_of(Schedule.objects.get())) == "30 4 * * 1"

    card = page.locator("#schedule")
    at.button("Skip next", card).click()
    at.reads("is left out; the next run is", page.locator("#notes"))
    at.button("Undo skip", card).click()
    at.reads("is back", page.locator("#notes"))

    card.get_by_text("Pause until, backfill").click()
    card.get_by_label("Why").fill("Stock count")
    at.button("Pause", card).click()
    at.reads("Stock count", card.locator(".plan"))
    at.open("/")
    at.reads("Stock count")
    at.open(f"/jobs/{NEW_ORDERS}/")
    at.button("Resume", card).click()
    at.reads("resumed", page.locator("#notes"))
    expect(card.locator(".plan")).not_to_contain_text("Stock count")
    said = list(AuditLog.objects.order_by("id").values_list("action", flat=True))
    assert len(said) == 6, said
