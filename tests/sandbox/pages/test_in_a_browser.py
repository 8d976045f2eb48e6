"""The pages in a real browser: as wide as a small phone, without scripts, for everybody."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from sandbox.generator import generate
from sandbox.local_server import running
from sandbox.state.store import Store
from sandbox.world import World
from tests.sandbox.shops import NOW, empty_store

pytestmark = pytest.mark.browser
PICTURE = "<svg xmlns='http://www.w3.org/2000/svg'/>"
PHONE = {"width": 360, "height": 740}


def made() -> Store:
    store = empty_store()
    generate(store, 15, 60, 2, anchor=NOW, mischief=["long_title", "script_title"])
    return store


def paths(store: Store) -> list[str]:
    """Each kind of page; orders in different states have different forms."""
    states = {one.display_fulfillment_status: one.id for one in store.orders.values()}
    states |= {one.return_status: one.id for one in store.orders.values() if one.returns}
    product = next(one for one in store.products.values() if one.status == "ACTIVE")
    bad = [one.id for one in store.products.values() if one.title.startswith(("Long", "<script"))]
    lists = ["/", "/orders", "/orders/new", "/products", "/stock", "/shop", "/webhooks"]
    lists += [f"/orders/{number}" for number in states.values()]
    lists += [f"/products/{number}" for number in (product.id, *bad)]
    return [*lists, f"/shop/products/{product.id}", f"/shop/orders/{next(iter(states.values()))}"]


@pytest.fixture
def page(chromium_path: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        yield browser.new_page(viewport=PHONE)
        browser.close()


def test_every_page_fits_and_is_accessible(page: Page) -> None:
    store = made()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.route("**/*cdn.shopify.com/**", lambda route: route.fulfill(content_type="image/svg+xml", body=PICTURE))
    with running(World(store)) as url:
        for path in paths(store):
            page.goto(url + path)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
            found = Axe().run(page)
            assert found.violations_count == 0, f"{path}: {found.generate_report()}"
        page.evaluate("document.documentElement.removeAttribute('lang')")
        assert Axe().run(page).violations_count > 0  # so it would have noticed
    assert told == []


def test_a_customer_without_scripts_buys_by_hand(page: Page) -> None:
    store = made()
    browser = page.context.browser
    assert browser
    plain = browser.new_context(java_script_enabled=False, viewport=PHONE).new_page()
    with running(World(store)) as url:
        plain.goto(f"{url}/shop")
        plain.locator("article a").first.click()
        for label, typed in {
            "First name": "Grace", "Last name": "Kim", "E-mail": "grace@example.com", "Street and number": "1 Main St",
            "City": "Boston", "State (two letters)": "MA", "Postal code": "02108",
        }.items():  # fmt: skip
            plain.get_by_label(label).fill(typed)
        plain.get_by_role("button", name="Buy").click()
        assert "Thank you!" in plain.inner_text("main")
    order = list(store.orders.values())[-1]
    assert order.email == "grace@example.com"
