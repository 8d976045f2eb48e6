"""The way of a newcomer: log in, load the products, stop and go on, then the orders, and what could not go in."""

import pytest
from playwright.sync_api import expect

from jobs.models import JobRun, State
from tests.browser.conftest import PASSWORD, Visit
from tests.browser.visitor import Visitor
from tests.browser.worker import Worker

pytestmark = pytest.mark.browser
PRODUCTS, ORDERS = "Import Products in Bulk", "Import Orders in Bulk"


def log_in(at: Visitor) -> None:
    page = at.open("/")
    page.get_by_label("User name").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    at.button("Log in").click()
    expect(page.get_by_role("heading", name="Pipeline", exact=True)).to_be_visible()


def test_the_initial_load_from_login_to_logout(visit: Visit, worker: Worker) -> None:
    at = visit(known=False)
    log_in(at)
    at.link("Initial load").first.click()
    page = at.page
    first, second = page.get_by_role("article", name=PRODUCTS), page.get_by_role("article", name=ORDERS)
    at.reads("Locked.", second)
    expect(at.link(PRODUCTS, second)).to_be_visible()
    expect(at.button("Run now", second)).to_have_count(0)

    # Half of the products: the page moves by itself. It is stopped between two chunks.
    worker.shut()
    page.evaluate("window.notReloaded = true")
    at.button("Run now", first).click()
    at.reads("is on its way", page.locator("#notes"))
    worker.let_through(1)  # loading begins; its first five are in
    at.reads("5 of 30", first)
    worker.let_through(1)
    at.reads("10 of 30", first)
    expect(first.get_by_role("progressbar")).to_have_attribute("value", "10")
    at.look()
    at.button("Stop", first).click()
    at.reads("Stopping", first)
    worker.open()
    at.reads("Cancelled", first)
    stopped = JobRun.objects.get()
    assert (stopped.state, stopped.cursor["merged"]) == (State.CANCELLED, 15)

    # It goes on where it was, and the second step opens.
    at.button("Resume", first).click()
    at.reads("Done", first)
    expect(at.button("Run now", second)).to_be_visible()
    assert page.evaluate("window.notReloaded"), "the page was loaded anew"
    stopped.refresh_from_db()
    assert (stopped.state, stopped.counters["created"]) == (State.DONE, 30)

    second.get_by_label("Order status").select_option("any")
    at.button("Run now", second).click()
    at.reads("Done", second)
    assert JobRun.objects.latest("id").counters["created"] > 20
    at.look()

    at.button("Log out").click()
    expect(at.button("Log in")).to_be_visible()
    at.open("/initial-load/")
    expect(page.get_by_label("Password")).to_be_visible()
