"""No address gets lost: each stands in addresses.txt with its name, methods and least role, and answers."""

import asyncio
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils.module_loading import import_string

from tests.architecture import addressed
from tests.architecture.addressed import LISTED, Address, filled, listed
from tests.architecture.tree import ROOT
from tests.browser import scene

pytestmark = pytest.mark.django_db
FOUND: dict[str, Callable[[Client, User], Iterator[Address]]] = {
    "admin": lambda client, person: addressed.of_admin(person),
    "api": lambda client, person: addressed.of_api(client),
    "console": lambda client, person: addressed.of_resolver(client, "console"),
    "site": lambda client, person: addressed.of_resolver(client, ""),
}
# Beginning of an address -> the model whose newest row of the scene its number is of. The longest counts.
OF_MODEL = {
    "/runs/": "jobs.FailedRecord",
    "/records/": "jobs.FailedRecord",
    "/schedules/": "jobs.Schedule",
    "/pauses/": "jobs.Pause",
    "/orders/": "oms.OrderHeader",
    "/orders/returned/": "oms.ReturnItem",
    "/returned-items/": "oms.ReturnItem",
    "/webhooks/": "webhooks.WebhookEvent",
    "/webhooks/privacy/": "webhooks.ComplianceRequest",
    "/settings/shops/": "oms.Shop",
    "/shops/": "oms.Shop",
    "/settings/calendars/": "jobs.ExclusionCalendar",
    "/calendars/": "jobs.ExclusionCalendar",
    "/settings/closed/": "jobs.Exclusion",
    "/closed/": "jobs.Exclusion",
    "/settings/users/": "auth.User",
    "/settings/alerts/": "jobs.AlertTarget",
    "/alert-targets/": "jobs.AlertTarget",
}
PARTS = ("history", "jobs", "orders", "runs", "schedules", "settings", "webhooks")
GONE = 987_654_321
# Fields that name a thing which is not there; and what a button of several asks for.
WORDS = ("topic", "key", "job", "fingerprint", "category", "reason", "name", "query", "role", "calendar", "how")
NOTHING = {**dict.fromkeys(WORDS, "no/such"), "record": GONE, "run": GONE}
WHATS = ("", "retry", "ignore", "remove")
ANSWERED, NOT_THERE = {200, 204, 302}, {404, 405}


@pytest.fixture
def person() -> User:
    """An administrator, of the console and of the admin."""
    cache.clear()
    return User.objects.create_superuser("root", "root@example.com", "correct horse battery")


@pytest.fixture
def browser(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


@pytest.fixture
def pages() -> list[str]:
    """The scene's pages. Its shop has a connection that leads nowhere: nobody outside is asked."""
    found = scene.set_up()
    apps.get_model("integrations.ShopifyConnection")._default_manager.create(shop=newest("oms.Shop"))
    return found


def part(path: str) -> str:
    """The subject of an address; those that are alone go together."""
    word = path.removeprefix("/api/").strip("/").partition("/")[0]
    return word if word in PARTS else "others"


def of_part(door: str, name: str) -> list[Address]:
    return [address for address in listed(door) if part(address.path) == name]


def newest(model: str) -> Any:
    return apps.get_model(model)._default_manager.latest("pk")


def row(path: str) -> Any:
    """What the number in an address stands for."""
    begins = [start for start in OF_MODEL if path.removeprefix("/api").startswith(start)]
    return newest(OF_MODEL[max(begins, key=len)]) if begins else None


def asked(path: str) -> str:
    """The address, for something that the scene has."""
    values: dict[str, Any] = {"key": scene.NEW_ORDERS, "slug": "initial-load"}
    if "/panels/" in path:
        values |= {"slug": "orders", "name": "webhooks"}
    one = row(path) if "<pk>" in path else None
    if one is not None:
        record = "/runs/" in path  # the newest run need not have a record that failed; this one has
        values |= {"pk": one.run_id, "record_pk": one.pk} if record else {"pk": one.pk}
    return filled(path, values)


def form(path: str) -> dict[str, Any]:
    """The fields that say which thing is meant, where the address doesn't."""
    shop = newest("oms.Shop").pk
    forms: dict[str, dict[str, Any]] = {
        "/history/all/": {"what": "retry"},
        "/webhooks/switch/": {"shop": shop},
        "/webhooks/seen/": {"shop": shop, "topic": "products/update"},
    }
    return forms.get(path, {})


def press(browser: Client, method: str, path: str) -> int:
    """The status of the answer. What was done is undone."""
    with transaction.atomic():
        answer = browser.generic(method, asked(path), urlencode(form(path)), "application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    return answer.status_code


def differences(before: list[Address], now: list[Address]) -> list[str]:
    """What is lost or changed, and what is new: a sentence for each that says what to do."""
    lost = [f"lost or changed; somebody uses it: {one}" for one in before if one not in now]
    return lost + [f"new; add this line to {LISTED.name}: {one}" for one in now if one not in before]


@pytest.mark.parametrize("door", list(FOUND))
def test_every_address_is_there_as_it_is_listed(browser: Client, person: User, door: str) -> None:
    now = list(FOUND[door](browser, person))
    told = differences(listed(door), now)
    assert now and not told, "\n".join(told)


def test_what_is_lost_changed_or_new_is_told() -> None:
    page, button = Address("console", "/x/", "x", "viewer", "GET"), Address("console", "/y/", "y", "operator", "POST")
    for other in (button._replace(name="z"), button._replace(role="viewer"), button._replace(may="GET,POST")):
        told = differences([page, button], [page, other])
        assert told == [f"lost or changed; somebody uses it: {button}", f"new; add this line to addresses.txt: {other}"]
    assert differences([page, button], [page, button]) == []


def test_the_list_is_sorted_and_says_nothing_twice() -> None:
    rows = [one for door in (*FOUND, "receiver") for one in listed(door)]
    lines = [line for line in LISTED.read_text().splitlines() if line and not line.startswith("#")]
    assert lines == [str(one) for one in sorted(set(rows))]


@pytest.mark.parametrize("name", [*PARTS, "others"])
def test_every_page_opens(browser: Client, pages: list[str], name: str) -> None:
    chosen = [one for one in of_part("console", name) if "GET" in one.methods]
    addresses = {asked(one.path) for one in chosen} | {page for page in pages if part(page.partition("?")[0]) == name}
    answers = {address: browser.get(address).status_code for address in sorted(addresses)}
    assert {address: code for address, code in answers.items() if code not in ANSWERED} == {}


@pytest.mark.parametrize("name", [*PARTS, "others"])
def test_every_button_is_heard(browser: Client, pages: list[str], name: str) -> None:
    buttons = [one for one in of_part("console", name) if "POST" in one.methods]
    for one in sorted(buttons, key=lambda one: one.name == "console:logout"):  # signing out comes last
        code = press(browser, "POST", one.path)
        assert code not in NOT_THERE and code < 500, one


@pytest.mark.parametrize("name", [*PARTS, "others"])
def test_a_button_for_something_that_is_not_there_is_refused(browser: Client, pages: list[str], name: str) -> None:
    """The thing in its address, or those that its fields name: a page was open while somebody removed them."""
    shop = newest("oms.Shop").pk
    for one in of_part("console", name):
        if "POST" in one.methods and one.name != "console:logout":
            gone = filled(one.path, {"pk": GONE, "record_pk": GONE, "key": "orders.no_such_job", "slug": "orders"})
            for address, what in product({gone, asked(one.path)}, WHATS):
                with transaction.atomic():
                    code = browser.post(address, {**NOTHING, "shop": shop, "_shop": shop, "what": what}).status_code
                    transaction.set_rollback(True)
                assert code < 500, (one, what, code)


@pytest.mark.parametrize("name", [*PARTS, "others"])
def test_every_call_is_heard(browser: Client, pages: list[str], name: str) -> None:
    for one in of_part("api", name):
        code = press(browser, one.may, one.path)
        assert code not in NOT_THERE and code < 500, one
        assert code == 200 or one.may != "GET", one


@pytest.mark.parametrize("app", sorted({one.path.split("/")[2] for one in listed("admin")}))
def test_every_list_of_the_admin_opens(browser: Client, pages: list[str], app: str) -> None:
    for one in listed("admin"):
        if one.path.startswith(f"/admin/{app}/"):
            assert browser.get(one.path).status_code == 200, one


@pytest.mark.parametrize("address", listed("receiver"), ids=lambda address: address.path)
def test_the_receiver_answers(address: Address) -> None:
    """As it is deployed. What it answers to a delivery is asked of a process of its own, in the tests of webhooks."""
    [place] = re.findall(r'"uvicorn", "([\w.]+:\w+)"', (ROOT / "docker-compose.yml").read_text())
    application = import_string(place.replace(":", "."))
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asking = {"type": "http", "path": address.path, "method": "GET", "headers": []}
    with ThreadPoolExecutor(1) as pool:  # a browser's test may have a loop in this thread
        pool.submit(lambda: asyncio.run(application(asking, None, send))).result()
    assert sent[0]["status"] == (200 if address.may == "GET" else 405)
