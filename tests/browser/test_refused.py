"""A deed that the server answers with an error: the operator reads so, with the number by which the log knows it."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from console.schedule import actions
from jobs.models import Schedule
from tests.browser.conftest import Visit
from tests.browser.scene import NEW_ORDERS
from tests.console import support

pytestmark = pytest.mark.browser


def test_an_error_stays_until_it_is_closed_or_something_else_is_done(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    support.plan(NEW_ORDERS, "30 2 * * *")

    def breaks(*args: object) -> Any:
        raise ZeroDivisionError("secret")

    at = visit()
    page = at.open(f"/jobs/{NEW_ORDERS}/")
    notes, card = page.locator("#notes"), page.locator("#schedule")
    with monkeypatch.context() as broken:
        broken.setattr(actions.services, "skip_next", breaks)
        with page.expect_response(re.compile("/skip/")) as answered:
            at.button("Skip next", card).click()
        number = answered.value.headers["x-request-id"]
        at.reads("Something went wrong on our side. It is in the log under this number.", notes)
        expect(notes.get_by_role("alert").locator("code")).to_have_text(number)
        expect(page.locator("#offline")).to_be_hidden()
        with page.expect_response(lambda answer: answer.request.method == "GET" and answer.ok):
            page.evaluate("document.body.dispatchEvent(new Event('refresh'))")
        at.reads(number, notes)
        assert not at.faults("color-contrast", "target-size", "button-name", "aria-allowed-role")
        at.button("Close", notes).click()
        expect(notes).to_be_empty()
        at.button("Skip next", card).click()
        at.reads("Something went wrong on our side", notes)
    at.button("Skip next", card).click()
    at.reads("is left out", notes)
    expect(notes).not_to_contain_text("Something went wrong")
    assert [text for text in at.heard if text.startswith("500")] and not [text for text in at.heard if "policy" in text]
    at.heard.clear()


def test_a_page_whose_cookie_is_gone_says_so(visit: Visit) -> None:
    plan = support.plan(NEW_ORDERS, "30 2 * * *")
    at = visit()
    page = at.open(f"/jobs/{NEW_ORDERS}/")
    at.settled()
    at.context.clear_cookies(name="csrftoken")
    at.button("Skip next", page.locator("#schedule")).click()
    at.reads("This page was open for too long. Nothing was changed.", page.locator("#notes"))
    assert Schedule.objects.get(pk=plan.pk).skip_slot is None
    assert len(at.heard) <= 2 and all("403" in text for text in at.heard)
    at.heard.clear()
