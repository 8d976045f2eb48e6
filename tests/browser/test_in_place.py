"""A deed far down a page: the page stays where it is, the answer is in sight, and the focus is where it was."""

import re

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import expect

from jobs.audit import Actor
from jobs.services.schedules import Settings, save_schedule
from oms.models import Shop
from tests.browser.conftest import NARROW_TOO, WIDE, Visit
from tests.browser.worker import Worker
from tests.console import support
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.browser
JOB = "orders.returns"
IN_SIGHT = (
    "element => { const box = element.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight }"
)


@pytest.mark.parametrize("width", [WIDE, NARROW_TOO])
def test_the_page_and_the_focus_stay_where_they_are(visit: Visit, worker: Worker, person: User, width: int) -> None:
    settings = Settings(when="every 15 minutes", zone="UTC")
    save_schedule(JOB, Shop.objects.get(), settings, Actor.of(person, ""), name="")
    at = visit(width=width)
    page = at.open("/orders/")
    page.set_viewport_size({"width": width, "height": 420})
    button = page.locator(".toggle-form button").last
    button.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    assert before > 100
    button.focus()
    address = page.evaluate("document.activeElement.form.getAttribute('action')")
    page.keyboard.press("Enter")
    note = page.locator("#notes .note").first
    expect(note).to_have_text(re.compile(r"\w"))
    at.settled()
    assert note.evaluate(IN_SIGHT)
    assert abs(page.evaluate("scrollY") - before) < 120, "only the height of the answer may come in between"
    page.wait_for_function("address => document.activeElement.form?.getAttribute('action') === address", arg=address)


def test_a_panel_asks_for_its_own_news(visit: Visit) -> None:
    shop = support.shop()
    at = visit()
    page = at.open("/orders/")
    failed = page.locator("#panel-webhooks tr").filter(has_text="orders/create").locator(".at-failed")
    expect(failed).to_have_text("0")
    WebhookEvent.objects.create(
        shop=shop, topic="orders/create", webhook_id="w", body=b"{}", size=2, digest=b"", state="dead",
        finished_at=timezone.now(),
    )  # fmt: skip
    with page.expect_response(lambda answer: "/orders/panels/webhooks/" in answer.url) as news:
        page.evaluate("document.body.dispatchEvent(new Event('refresh'))")
    assert news.value.status == 200
    expect(failed).to_have_text("1")
