"""What could not go in: seen, tried again, left with a reason. And what a run would do, before it does it."""

import re

import pytest
from playwright.sync_api import expect

from jobs.models import JobRun
from oms.models import Product
from tests.browser.conftest import Visit
from tests.browser.worker import Worker
from tests.equality.shop import Neighbour

pytestmark = pytest.mark.browser


def test_preview_then_a_record_that_fails_and_fails_again(visit: Visit, neighbour: Neighbour, worker: Worker) -> None:
    variant = next(iter(neighbour.world.store.variants.values()))
    variant.sku = "x" * 300
    at = visit()
    page = at.open("/initial-load/")
    card = page.get_by_role("article", name="Import Products in Bulk")
    at.button("Preview", card).click()
    page.locator("#notes").get_by_role("link", name=re.compile("Run")).click()
    expect(page.get_by_role("heading", name="What it would change")).to_be_visible()
    state = page.locator("#status .state").first
    expect(state).to_contain_text("Done")
    assert not Product.objects.exists()
    at.look()

    worker.shut()
    at.open("/initial-load/")
    at.button("Run now", card).click()
    page.locator("#notes").get_by_role("link", name=re.compile("Run")).click()
    at.reads("None so far.", page.locator("#failed"))
    worker.open()
    at.link("Show the list as it is now").click()
    expect(state).to_contain_text("Done, 1 failed")
    loaded = JobRun.objects.latest("id")
    assert (loaded.counters["created"], loaded.counters["failed"]) == (29, 1)
    at.link("Product/", page.locator("#failed")).click()
    at.reads("x" * 40, page.locator("pre.raw"))
    at.button("Retry only this").click()
    at.reads("Failed again", page.locator("#record-state"))
    assert JobRun.objects.latest("id").counters["failed"] == 1
    at.look()
    at.link("the failed records of run").click()
    page.get_by_label("Why it may be left").fill("Sold out for good")
    at.button("Ignore").click()
    at.reads("Sold out for good")
    at.open("/")
    at.look()
