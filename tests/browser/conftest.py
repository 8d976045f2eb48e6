"""One browser, a store that answers over HTTP and is connected, and a worker for its jobs."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from console.frame.roles import grant
from integrations.shopify.orders import bulk as orders_bulk
from integrations.shopify.products import bulk as products_bulk
from sandbox.generator import generate
from sandbox.state.store import Store
from tests.browser.visitor import Visitor
from tests.browser.worker import Worker, working
from tests.equality.shop import Neighbour, connected
from tests.web_server import hear_out

PASSWORD = "correct horse battery"
WIDE, MIDDLE, TABLET, NARROW = 1280, 1024, 820, 360
TABLET_TOO, MIDDLE_TOO, NARROW_TOO = (
    pytest.param(at, marks=pytest.mark.browser_all) for at in (TABLET, MIDDLE, NARROW)
)
PATIENCE = 240_000  # ms; a loaded machine is slow, a passing test never waits so long
Visit = Callable[..., Visitor]


@pytest.fixture(scope="package")
def browser(chromium_path: str) -> Iterator[Browser]:
    """For the package, not the session: while it is there its event loop counts as running in this thread."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def neighbour(transactional_db: None, tmp_path: Path) -> Iterator[Neighbour]:
    """A small store, some of its data bad, connected as our only shop. Nothing of it is imported yet."""
    cache.clear()
    store = Store()
    generate(store, 30, 24, 7, mischief=["duplicate_sku", "missing_address"])
    with connected(store, tmp_path) as made:
        yield made


@pytest.fixture
def worker(neighbour: Neighbour, monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    """With chunks so small that even this store's imports have several."""
    monkeypatch.setattr(products_bulk, "SUBJECT", replace(products_bulk.SUBJECT, chunk=5))
    monkeypatch.setattr(orders_bulk, "SUBJECT", replace(orders_bulk.SUBJECT, chunk=5))
    with working(monkeypatch) as made:
        yield made


@pytest.fixture
def person(transactional_db: None) -> User:
    made = User.objects.create_user("ada", password=PASSWORD)
    grant(made, "operator")
    return made


@pytest.fixture
def answered(transactional_db: None, live_server: LiveServer) -> Iterator[None]:
    """The server has answered everything before the database is closed to this test: a window left may still ask."""
    yield
    hear_out(live_server)


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer, person: User, answered: None) -> Iterator[Visit]:
    """Opens a window; `known` = with ada signed in already. Each window is closed, and heard out, at the end."""
    opened: list[Visitor] = []

    def open_window(
        known: bool = True, scheme: str = "light", width: int = WIDE, java_script_enabled: bool = True
    ) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
            java_script_enabled=java_script_enabled,
        )
        context.set_default_timeout(PATIENCE)
        if known:
            client = Client()
            client.force_login(person)
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        opened.append(Visitor(context, live_server.url))
        return opened[-1]

    yield open_window
    for window in opened:
        window.close()
