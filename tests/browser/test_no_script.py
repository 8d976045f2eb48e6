"""Without JavaScript: what is clicked is answered by a page, and a page loaded anew shows how it stands."""

import pytest
from playwright.sync_api import expect

from jobs.engine.schedule_words import when_of
from jobs.models import Schedule
from tests.browser.conftest import PASSWORD, Visit
from tests.browser.scene import PRODUCTS
from tests.browser.worker import Worker

pytestmark = pytest.mark.browser


def test_log_in_schedule_run_and_see_the_result(visit: Visit, worker: Worker) -> None:
    at = visit(known=False, java_script_enabled=False)
    page = at.open("/login/")
    page.get_by_label("User name").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    at.button("Log in").click()
    expect(page.get_by_role("heading", name="Pipeline", exact=True)).to_be_visible()

    at.open(f"/jobs/{PRODUCTS}/schedule/")
    page.get_by_role("radio", name="Cron line").check()
    page.get_by_role("textbox", name="Cron line").fill("15 4 * * 1")
    at.button("Show what it would do").click()
    at.reads("At 04:15, only on Monday", page.locator("#schedule-preview"))
    at.button("Save the schedule").click()
    at.reads("At 04:15, only on Monday", page.get_by_role("status"))
    assert str(when_of(Schedule.objects.get())) == "15 4 * * 1"
    at.button("Skip next").click()
    at.reads("is left out; the next run is", page.get_by_role("status"))

    worker.shut()
    at.button("Run now").click()
    at.reads("is on its way.", page.get_by_role("status"))
    page.get_by_role("status").get_by_role("link").click()
    at.button("Stop").click()
    at.reads("stops at its next chunk", page.get_by_role("status"))
    worker.open()
    state = page.locator("#status .state").first
    for word, then in (("Cancelled", "Resume"), ("Done", "")):
        for _ in range(200):
            if word in state.inner_text():
                break
            page.wait_for_timeout(300)
            page.reload()
        expect(state).to_contain_text(word)
        if then:
            at.button(then).click()
    at.open("/history/")
    at.link("How many?").click()
    expect(page.locator("body")).to_contain_text("1 run")
