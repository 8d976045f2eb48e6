"""Finding a run: by filter, by words, by the command palette."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import scene
from tests.browser.conftest import Visit
from tests.console import support
from work import broker

pytestmark = pytest.mark.browser


def test_filter_search_and_palette(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker, "publish", lambda *args, **kwargs: True)
    scene.set_up()
    other = support.run(scene.NEW_ORDERS, "dead", error="The warehouse burnt down")
    at = visit()
    page = at.open("/history/")
    rows = page.locator("table.runs tbody tr")
    page.get_by_label("State", exact=True).select_option("dead")
    at.button("Show").click()
    expect(rows).to_have_count(2)
    at.reads("2 run", page.locator("#count"))
    page.get_by_label("Search", exact=True).fill("warehouse burnt")
    at.button("Show").click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("The warehouse burnt down")
    address = page.url
    at.link(str(other.pk), rows).click()
    at.reads("The warehouse burnt down")
    page.goto(address)  # an address keeps its filters
    expect(rows).to_have_count(1)
    page.get_by_label("Search", exact=True).fill("no such words")
    at.button("Show").click()
    at.reads("No run matches.")
    at.link("Clear the filters").click()
    expect(rows.first).to_be_visible()

    at.settled().keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Go to")).to_be_focused()
    page.keyboard.type("next 24")
    expect(page.locator("#palette").get_by_role("option").first).to_contain_text("Next 24 hours")
    at.look()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/pending/$"))
    at.settled().keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Go to")).to_be_focused()
    page.keyboard.type(f"run {other.pk}")
    expect(page.locator("#palette").get_by_role("option").first).to_contain_text(f"Run {other.pk}")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/runs/{other.pk}/$"))
