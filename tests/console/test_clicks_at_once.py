"""Many clicks in the same moment, on pages that all show the same: one deed, and each answer says how it stands."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from jobs.models import AuditLog, JobRun
from tests.console import support
from tests.console.support import PRODUCTS

pytestmark = pytest.mark.django_db(transaction=True)
CLICKS = 20
HTMX = {"HX-Request": "true"}
RUN_NOW = f"/jobs/{PRODUCTS}/run/"


@pytest.fixture(autouse=True)
def person() -> User:
    support.shop()
    return support.user("operator")


def clicked(person: User, address: str, *, htmx: bool) -> list[str]:
    """What each of twenty tabs of one person shows after the click."""
    tabs = [Client() for _ in range(CLICKS)]
    for tab in tabs:
        tab.force_login(person)
    together = Barrier(CLICKS)

    def click(tab: Client) -> str:
        try:
            together.wait(240)
            if htmx:
                response = tab.post(address, headers=HTMX)
            else:
                response = tab.post(address, {"_next": "/initial-load/"})
                assert (response.status_code, response["Location"]) == (302, "/initial-load/")
                response = tab.get(response["Location"])
            assert response.status_code == 200
            return " ".join(response.content.decode().split())
        finally:
            connection.close()

    with ThreadPoolExecutor(CLICKS) as pool:
        return list(pool.map(click, tabs))


def told(pages: list[str], *sentences: str) -> Counter[str]:
    """How many pages say which; each says exactly one."""
    found = [[sentence for sentence in sentences if sentence in page] for page in pages]
    assert {len(said) for said in found} == {1}, pages[0]
    return Counter(said for [said] in found)


@pytest.mark.parametrize("htmx", [False, True])
def test_run_now_makes_one_run(person: User, htmx: bool) -> None:
    pages = clicked(person, RUN_NOW, htmx=htmx)
    run = JobRun.objects.get()
    link = f'<a href="/runs/{run.pk}/">Run {run.pk}</a>'
    made, there = (f"Import Products in Bulk is {how}. {link}" for how in ("on its way", "already under way"))
    assert told(pages, made, there) == {made: 1, there: CLICKS - 1}
    assert list(AuditLog.objects.values_list("action", flat=True)) == ["run.requested"]


# The state before and after, what the one click did, and what the late ones are told.
DEEDS = {
    "stop": ("pending", "cancelled", "is cancelled before it began", "This run is already cancelled"),
    "resume": ("cancelled", "pending", "goes on where it was", "This run is pending; only a failed or stopped"),
}


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize("deed", DEEDS)
def test_stale_pages_change_it_once(person: User, deed: str, htmx: bool) -> None:
    before, after, done, late = DEEDS[deed]
    run = support.run(state=before)
    pages = clicked(person, f"/runs/{run.pk}/{deed}/", htmx=htmx)
    assert told(pages, done, late) == {done: 1, late: CLICKS - 1}
    assert JobRun.objects.get().state == after
    assert AuditLog.objects.count() == 1
