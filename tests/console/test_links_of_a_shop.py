"""With several shops every link to a page about a shop says which: without it the page is about the first one."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from console.frame.navigation import PAGES, categories
from jobs.audit import Actor
from jobs.models import JobRun, Schedule
from jobs.services.schedules import Settings, pause, save_schedule
from oms.models import Shop
from tests.console import support
from tests.console.support import NEW_ORDERS, ORDERS, PRODUCTS
from tests.oms import factories

pytestmark = pytest.mark.django_db
LINK = re.compile(r'(?:href|hx-get)="([^"]+)"')


@pytest.fixture
def second() -> Shop:
    """The second shop, with a row of every kind that leads to a job."""
    support.shop()
    second = factories.shop("second.myshopify.com", name="Second")
    ada = Actor("ada")
    plan = save_schedule(PRODUCTS, second, Settings(when="0 */6 * * *", zone="UTC"), ada)
    paused = save_schedule(NEW_ORDERS, second, Settings(when="0 * * * *", zone="UTC"), ada)
    pause(paused.pk, ada, "The store moves.", None)
    unreadable = save_schedule(PRODUCTS, second, Settings(when="0 5 * * *", zone="UTC"), ada, name="night")
    Schedule.objects.filter(pk=unreadable.pk).update(error="It has no sense.")
    support.run(shop=second)
    support.run(NEW_ORDERS, "dead", shop=second, error="No.")
    support.run(PRODUCTS, "missed", shop=second, schedule=plan)
    return second


def leading_to_a_shop(page: str) -> list[str]:
    """Addresses on it of a job, its schedule or a category: all but where a deed is sent to."""
    ours = {f"/{category.slug}/" for category in categories()}
    found = [address.replace("&amp;", "&") for address in LINK.findall(page)]
    jobs = re.compile(r"/jobs/[^/]+/(schedule/)?(\?.*|#.*)?$")
    return [address for address in found if address.partition("?")[0] in ours or jobs.match(address)]


def names(address: str, shop: Shop) -> bool:
    return re.search(rf"[?&]shop={shop.pk}(&|#|$)", address) is not None


def test_every_link_to_a_job_a_schedule_or_a_category_keeps_the_shop(
    as_role: Callable[[str], Client], second: Shop
) -> None:
    admin = as_role("admin")
    records = [f"/runs/{run.pk}/" for run in JobRun.objects.all()]
    pages = [page.address for page in PAGES] + [f"/{category.slug}/" for category in categories()]
    pages += [f"/jobs/{key}/{part}" for key in (PRODUCTS, ORDERS, NEW_ORDERS) for part in ("", "schedule/")]
    seen = 0
    for address in [f"{page}?shop={second.pk}" for page in pages] + records:
        shown = admin.get(address)
        assert shown.status_code == 200, address
        links = leading_to_a_shop(shown.content.decode())
        assert [link for link in links if not names(link, second)] == [], address
        seen += len(links)
    assert seen > 100


def test_the_palette_offers_the_pages_of_the_chosen_shop(operator: Client, second: Shop) -> None:
    places = operator.get(f"/palette/?shop={second.pk}").json()["places"]
    ours = [place["address"] for place in places if place["address"].startswith("/jobs/")]
    assert ours
    assert all(names(address, second) for address in ours)


def test_a_missed_slot_is_made_up_for_in_its_own_shop(operator: Client, second: Shop) -> None:
    """Whichever shop the page is about: the row says whose slot it was."""
    page = operator.get("/").content.decode()
    [form] = re.findall(rf'<form [^>]*action="/jobs/{PRODUCTS}/run/".*?</form>', page, re.S)
    assert f'name="_shop" value="{second.pk}"' in form


def test_after_a_deed_one_is_on_the_page_of_the_same_shop(operator: Client, second: Shop) -> None:
    answer = operator.post(f"/jobs/{ORDERS}/enable/", {"_shop": second.pk})
    assert names(answer["Location"], second)


def test_a_form_that_came_back_leads_to_the_page_of_the_same_shop(operator: Client, second: Shop) -> None:
    page = operator.post(f"/jobs/{ORDERS}/run/", {"_shop": second.pk, "_what": "at"}).content.decode()
    [form] = re.findall(rf'<form [^>]*action="/jobs/{ORDERS}/run/".*?</form>', page, re.S)
    [back] = re.findall(r'name="_next" value="([^"]*)"', form)
    assert back.startswith(f"/jobs/{ORDERS}/?") and names(back, second)


def test_with_a_single_shop_addresses_stay_short(operator: Client) -> None:
    support.shop()
    assert not [link for link in leading_to_a_shop(operator.get("/initial-load/").content.decode()) if "shop=" in link]
