"""Each page has one main heading and a title; both name what one sees there, and no other page has the same."""

import html
import re
from collections import Counter
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from jobs import registry
from tests.console import support
from tests.console.support import CATALOGUE, NEW_ORDERS, ORDERS, definition
from tests.console.test_access import pages, webhook_event
from tests.oms import factories

pytestmark = pytest.mark.django_db
# Jobs that are called as other pages are.
NAMESAKES = {
    f"orders.{name.lower()}": definition(f"orders.{name.lower()}", name=name) for name in ("History", "Orders")
}


@pytest.fixture(autouse=True)
def _namesakes(catalogue: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_index", lambda: CATALOGUE | NAMESAKES)


def words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def named(page: str) -> tuple[str, str]:
    """The main heading and the title; there is one of each."""
    [heading] = re.findall(r"<h1\b[^>]*>(.*?)</h1>", page, re.S)
    [title] = re.findall(r"<title>(.*?)</title>", page.partition("</head>")[0], re.S)
    return heading, words(title)


def others() -> list[str]:
    """A second page of each kind that has many."""
    run = support.run(ORDERS)
    records = [support.failed(run), support.failed(run, "gid://shopify/Product/2")]
    support.plan(NEW_ORDERS, name="at night")
    return [
        *(reverse("console:job", args=[key]) for key in (ORDERS, *NAMESAKES)),
        reverse("console:job_schedule", args=[NEW_ORDERS]),
        f"{reverse('console:job_schedule', args=[NEW_ORDERS])}?name=at+night",
        reverse("console:category", args=["orders"]),
        reverse("console:run", args=[run.pk]),
        *(reverse("console:record", args=[run.pk, record.pk]) for record in records),
        reverse("console:order", args=[factories.order("gid://shopify/Order/78", name="#78").pk]),
        reverse("console:webhook_event", args=[webhook_event()]),
    ]


def test_no_two_pages_are_called_the_same(as_role: Callable[[str], Client]) -> None:
    admin = as_role("admin")
    shown = pages(admin)
    assert len(shown) > 20
    shown |= {address: admin.get(address).content.decode() for address in others()}
    found = {address: named(page) for address, page in shown.items()}
    for each in (
        Counter(words(heading) for heading, _ in found.values()),
        Counter(title for _, title in found.values()),
    ):
        assert [name for name, times in each.items() if times > 1 or not name] == []
    for address, (heading, title) in found.items():
        assert title.startswith(words(heading.partition("<span")[0])), address
        assert title.endswith(" · Job Manager"), address


def test_a_page_is_called_what_the_palette_calls_it(as_role: Callable[[str], Client]) -> None:
    admin = as_role("admin")
    places = admin.get("/palette/").json()["places"]
    offered = {place["name"]: place["address"] for place in places if place["kind"] in ("Page", "Category")}
    assert len(offered) > 10
    for name, address in offered.items():
        assert words(named(admin.get(address).content.decode())[0]) == name
