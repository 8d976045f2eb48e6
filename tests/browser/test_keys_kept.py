"""By keyboard alone, wide and at 360 px: what a person keeps at hand, and the calendars of the house."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from console.models import Pin, SavedView
from jobs.models import AuditLog, Exclusion, ExclusionCalendar
from tests.browser.conftest import NARROW, NARROW_TOO, WIDE, Visit
from tests.browser.hands import Hands
from tests.browser.scene import NEW_ORDERS
from tests.console import support

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("width", [WIDE, NARROW_TOO])]


def test_a_job_is_pinned_and_taken_off_again(visit: Visit, width: int) -> None:
    support.shop()
    at = visit(width=width)
    page, hands = at.open("/orders/"), Hands(at)
    row = page.get_by_role("article", name="New orders")
    hands.open("More for New orders", row)
    hands.press("button", "Pin New orders", row)
    at.reads("New orders is pinned.", page.locator("#notes"))
    assert Pin.objects.filter(user__username="ada", key=NEW_ORDERS).exists()
    if width == NARROW:
        hands.open("Menu")
    hands.press("link", "New orders", page.get_by_role("navigation", name="Pages"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("New orders")
    at.open("/orders/")
    hands.open("More for New orders", row)
    hands.press("button", "Unpin New orders", row)
    at.reads("New orders is not pinned any more.", page.locator("#notes"))
    assert not Pin.objects.exists()


def test_a_list_is_kept_come_back_to_and_forgotten(visit: Visit, width: int) -> None:
    support.run(NEW_ORDERS, "dead", error="The warehouse burnt down")
    support.run(NEW_ORDERS)
    at = visit(width=width)
    page, hands = at.open("/history/"), Hands(at)
    rows = page.locator("table.runs tbody tr")
    hands.choose("State", "Dead")
    hands.press("button", "Show")
    expect(rows).to_have_count(1)
    hands.open("Keep this list")
    hands.write("Name", "Broken ones")
    hands.press("button", "Keep")
    at.reads("Broken ones is kept.", page.locator("#notes"))
    kept = SavedView.objects.get(user__username="ada", name="Broken ones")
    at.open("/history/")
    expect(rows).to_have_count(2)
    hands.press("link", "Broken ones")
    expect(rows).to_have_count(1)
    assert page.url.endswith(f"?{kept.query}")
    hands.press("button", "Forget Broken ones")
    expect(hands.named("link", "Broken ones")).to_have_count(0)
    assert not SavedView.objects.exists()


def test_a_calendar_is_made_closed_and_opened_again(visit: Visit, width: int) -> None:
    zone = ZoneInfo(support.shop().time_zone)
    start = (timezone.now() + timedelta(days=2)).astimezone(zone).replace(second=0, microsecond=0)
    at = visit(width=width)
    page, hands = at.open("/settings/calendars/"), Hands(at)
    hands.write("New calendar", "Sale")
    hands.press("button", "Make it")
    at.reads("Sale is there; add the times it closes.", page.locator("#notes"))
    hands.open("Close a time")
    hands.write_moment("From", start)
    hands.write_moment("To", start + timedelta(hours=3))
    hands.write("Why", "Black Friday")
    hands.press("button", "Close it")
    at.reads("Sale is closed: Black Friday.", page.locator("#notes"))
    closed = ExclusionCalendar.objects.get(name="Sale").exclusions.get()
    assert (closed.starts_at, closed.ends_at) == (start, start + timedelta(hours=3))
    hands.press("button", "Remove Black Friday")
    at.reads("Nothing is closed from now on.")
    assert not Exclusion.objects.exists()
    said = AuditLog.objects.filter(actor_name="ada").order_by("id").values_list("action", flat=True)
    assert list(said) == ["calendar.created", "calendar.closed", "calendar.reopened"]
