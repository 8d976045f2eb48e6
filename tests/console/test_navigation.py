"""The pages of which there is one each are named once: tabs, frame and palette call them the same."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from console.frame.navigation import PAGES

pytestmark = pytest.mark.django_db
ROLES = ("viewer", "operator", "admin")


def offered(client: Client) -> dict[str, str]:
    """What the palette calls each page."""
    places = client.get("/palette/").json()["places"]
    return {place["address"]: place["name"] for place in places if place["kind"] == "Page"}


def links(page: str, part: str) -> dict[str, str]:
    """The address of each link in that navigation, and what it is called."""
    [nav] = re.findall(rf'<nav[^>]* aria-label="{part}">(.*?)</nav>', page, re.S)
    found = re.findall(r'<a\b[^>]*?href="([^"]+)"[^>]*>(.*?)</a>', nav, re.S)
    return {address: re.sub(r"<[^>]+>", "", name).strip() for address, name in found}


@pytest.mark.parametrize("role", ROLES)
def test_what_one_may_open_is_offered_under_one_name(as_role: Callable[[str], Client], role: str) -> None:
    client = as_role(role)
    named = offered(client)
    assert set(named) == {page.address for page in PAGES if client.get(page.address).status_code == 200}
    shops, home = (client.get(address).content.decode() for address in ("/settings/shops/", "/"))
    tabs = links(shops, "Settings") | links(home, "Pipeline")
    assert tabs == {
        page.address: page.tab or named[page.address] for page in PAGES if page.tabs and page.address in named
    }
    frame = links(home, "Pages")
    assert all(frame[page.address] == named[page.address] for page in PAGES if page.icon)


def test_each_page_marks_its_own_tab(as_role: Callable[[str], Client]) -> None:
    admin = as_role("admin")
    for page in PAGES:
        if page.tabs:
            shown = admin.get(page.address).content.decode()
            [tabs] = re.findall(r'<nav class="tabs".*?</nav>', shown, re.S)
            assert re.findall(r'href="([^"]+)" aria-current="page"', tabs) == [page.address]
    refused = admin.post("/settings/users/", {"username": ""})
    assert refused.status_code == 422
    assert 'href="/settings/users/" aria-current="page"' in refused.content.decode()
