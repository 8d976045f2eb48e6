"""By keyboard alone: from the door to a loaded catalogue; and single keys that can be switched off."""

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from console.models import SavedView
from jobs import audit
from jobs.audit import Actor
from jobs.services.run_control import STOPPED
from oms.models import OrderHeader
from tests.browser import scene
from tests.browser.conftest import NARROW, NARROW_TOO, PASSWORD, WIDE, Visit
from tests.browser.hands import Hands
from tests.browser.worker import Worker
from tests.console import support
from tests.imports.support import make_shop
from tests.orders.support import line, order, store
from tests.webhooks.support import stored
from work import broker

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [WIDE, NARROW_TOO])
def test_log_in_run_and_stop_without_a_mouse(visit: Visit, worker: Worker, width: int) -> None:
    at = visit(known=False, width=width)
    page = at.open("/login/")
    page.keyboard.press("Tab")
    page.keyboard.type("ada")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Pipeline", exact=True)).to_be_visible()
    at.settled().keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Go to")).to_be_focused()
    page.keyboard.type("import products")
    expect(page.get_by_role("option").first).to_contain_text("Import Products in Bulk")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Import Products in Bulk")
    at.settled().keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")  # from the content as a whole, which shows no ring, to what is first in it
    hands = Hands(at)
    worker.shut()
    hands.press("button", "Run now")
    expect(page.locator("#notes")).to_contain_text("is on its way.")
    worker.let_through(1)
    expect(page.locator("main")).to_contain_text("5 of 30")
    hands.press("button", "Stop Import Products in Bulk")
    expect(page.locator("main .state").first).to_have_text(re.compile("Stopping"))
    worker.open()
    expect(page.locator("main .state").first).to_have_text(re.compile("Cancelled"))
    hands.press("button", "Resume Import Products in Bulk")
    expect(page.locator("main .state").first).to_have_text(re.compile("Done"))


def test_rows_and_pages_by_single_keys_which_can_be_switched_off(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker, "publish", lambda *args, **kwargs: True)
    support.run(scene.NEW_ORDERS)
    page = visit().open("/history/")
    page.keyboard.press("j")
    expect(page.locator(".at-run a")).to_be_focused()
    page.keyboard.press("/")
    search = page.get_by_label("Search", exact=True)
    expect(search).to_be_focused()
    page.keyboard.type("?")
    expect(search).to_have_value("?")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("?")
    page.get_by_label("Keys without Ctrl work").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.goto(page.url)
    page.keyboard.press("g")
    page.keyboard.press("n")
    page.keyboard.press("j")
    expect(page.locator(".at-run a")).not_to_be_focused()
    assert page.url.endswith("/history/")


def test_a_key_right_after_closing_the_palette_is_heard(visit: Visit) -> None:
    """In one go, before the browser moves the focus out of the field that is hidden now."""
    page = visit().open("/history/")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Go to")).to_be_focused()
    page.evaluate("""() => {
        const field = document.activeElement;
        document.getElementById("palette").close();
        field.focus();
        field.dispatchEvent(new KeyboardEvent("keydown", { key: "?", bubbles: true }));
    }""")
    expect(page.get_by_role("heading", name="Keyboard")).to_be_visible()


def test_j_goes_through_the_rows_of_every_list(visit: Visit, transactional_db: None) -> None:
    shop = make_shop()
    store(shop, order(1, [line(11, quantity=3)]))
    event = stored(shop, "orders/updated", b'{"id":1}')
    run = support.run()
    audit.record(Actor("ada"), STOPPED, run)
    for address, first in (
        ("/orders/all/", f"/orders/{OrderHeader.objects.get().pk}/"),
        ("/webhooks/", f"/webhooks/{event.pk}/"),
        ("/settings/audit/", f"/runs/{run.pk}/"),
    ):
        page = visit().open(address)
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.getAttribute('href')") == first


def test_a_kept_list_of_one_long_word_fits_a_phone(visit: Visit) -> None:
    at = visit(width=NARROW)
    SavedView.objects.create(user=User.objects.get(), name="W" * 60, query="state=dead")
    page = at.open("/history/")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
