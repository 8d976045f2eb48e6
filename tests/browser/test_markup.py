"""A store whose every text is markup: it is shown as it is written, and nothing of it comes to life."""

import pytest
from playwright.sync_api import expect

from jobs.models import JobRun
from tests.browser.conftest import Visit
from tests.browser.worker import Worker
from tests.equality.shop import Neighbour

pytestmark = pytest.mark.browser
PAYLOAD = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)>{{ 7|add:7 }}"


def test_markup_stays_text(visit: Visit, neighbour: Neighbour, worker: Worker) -> None:
    store = neighbour.world.store
    for product in store.products.values():
        product.title = product.vendor = product.product_type = PAYLOAD
        product.tags = [PAYLOAD]
    for order in store.orders.values():
        order.note, order.tags = PAYLOAD, [PAYLOAD]
        for line in order.line_items:
            line.title = PAYLOAD
    next(iter(store.variants.values())).sku = PAYLOAD * 4
    neighbour.shop.name = PAYLOAD[:100]
    neighbour.shop.save()
    at = visit()
    page = at.open("/initial-load/")
    for name in ("Products", "Orders"):
        card = page.get_by_role("article", name=f"Import {name} in Bulk")
        at.button("Run now", card).click()
        expect(card.locator(".state").first).to_contain_text("Done")
    products = JobRun.objects.get(key="initial_load.import_products")
    record = products.failed_records.get()
    at.open("/initial-load/")  # without the notes of the runs
    at.button("Preview", page.get_by_role("article", name="Import Products in Bulk")).click()
    page.locator("#notes").get_by_role("link").click()
    expect(page.locator("#status .state").first).to_contain_text("Done")
    for path in (
        "/",
        f"/runs/{products.pk}/?reason={PAYLOAD}",
        f"/runs/{products.pk}/failed/{record.pk}/",
        f"/history/?q={PAYLOAD}",
        f"/go/?q={PAYLOAD}",
        "/settings/shops/",
    ):
        at.open(path)
        assert page.locator("main img[src=x], main svg[onload], main script").count() == 0
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Go to")).to_be_focused()
    page.keyboard.type(PAYLOAD)
    expect(page.locator("#palette").get_by_role("option").last).to_contain_text("<script>")
