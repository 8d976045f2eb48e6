"""What the pages show, in how many queries, and that nobody's text becomes markup."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from console.jobs.category import categories
from jobs.audit import Actor
from jobs.models import AuditLog, Heartbeat, JobRun
from jobs.services import request_run
from oms.models import Shop
from tests.console import support
from tests.console.support import NEW_ORDERS, ORDERS, PRODUCTS
from tests.oms import factories

pytestmark = pytest.mark.django_db
NASTY = "\"><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}'"


def test_only_categories_with_a_job_are_linked(viewer: Client) -> None:
    page = viewer.get("/").content.decode()
    menu = page[page.index('<nav aria-label="Pages">') : page.index("nav-rest")]
    linked = re.findall(r'<a href="/([a-z-]+)/"\s*>', menu)
    assert [slug for slug in linked if slug in categories()] == ["initial-load", "orders"]
    assert viewer.get("/brokering/").status_code == 404


def test_initial_load_is_numbered_and_other_categories_are_not(viewer: Client) -> None:
    assert "Step 2:" in viewer.get("/initial-load/").content.decode()
    assert "Step 1:" not in viewer.get("/orders/").content.decode()


def test_a_viewer_sees_no_button_that_does_something(viewer: Client) -> None:
    run = support.run(state="running")
    support.failed(run)
    for address in ("/", "/initial-load/", f"/jobs/{PRODUCTS}/", f"/runs/{run.pk}/"):
        page = viewer.get(address).content.decode()
        posts = set(re.findall(r'<form[^>]*method="post"[^>]*action="([^"]+)"', page))
        pins = {post for post in posts if post.endswith("/pin/")}  # their own, and nobody else's
        assert posts - pins == {"/theme/", "/logout/"}, address


def test_before_the_first_run_the_page_says_what_to_do(operator: Client) -> None:
    support.shop()
    assert "Start with Initial load" in operator.get("/").content.decode()
    assert operator.get("/initial-load/").content.decode().count("Never ran for Demo store.") == 2
    assert "Never ran for Demo store." in operator.get(f"/jobs/{NEW_ORDERS}/").content.decode()


def test_without_any_shop_the_pages_stand(operator: Client) -> None:
    for address in ("/", "/initial-load/", f"/jobs/{ORDERS}/"):
        assert operator.get(address).status_code == 200


def test_a_silent_worker_is_said(operator: Client) -> None:
    Heartbeat.objects.create(part="worker host:1", at=timezone.now() - timedelta(minutes=3))
    assert "Worker host:1 has been silent since" in operator.get("/").content.decode()
    Heartbeat.objects.update(at=timezone.now())
    assert "Worker host:1 has been silent" in operator.get("/").content.decode()  # asked at most every few seconds
    cache.clear()
    assert "Worker host:1 has been silent" not in operator.get("/").content.decode()


def test_the_job_page_says_who_did_what(operator: Client) -> None:
    shop = support.shop()
    request_run(PRODUCTS, shop=shop, actor=Actor("ada"))
    AuditLog.objects.create(actor_name="bob", action="run.stopped", object_type="jobs.jobrun", object_id="999999")
    page = operator.get(f"/jobs/{PRODUCTS}/").content.decode()
    assert "<strong>ada</strong> asked for" in page
    assert "<strong>bob" not in page


def test_the_job_page_goes_back_run_by_run(operator: Client) -> None:
    begin = timezone.now() - timedelta(days=1)
    runs = [support.run(begin=begin + timedelta(minutes=number // 2)) for number in range(60)]
    seen: list[int] = []
    address: str | None = f"/jobs/{PRODUCTS}/"
    while address:
        page = operator.get(address).content.decode()
        table = page[page.index('<table class="list runs">') :]
        seen += [int(pk) for pk in re.findall(r'class="at-run"><a href="/runs/(\d+)/"', table)]
        found = re.search(r'href="(\?before=[^"]+)" rel="next"', page)
        address = f"/jobs/{PRODUCTS}/{found[1]}" if found else None
    assert seen == [run.pk for run in reversed(runs)]
    for nonsense in ("x", "2026-01-01_5", "_", "2026-01-01T00:00:00+00:00_99999999999999999999", "9999-99-99T00:00Z_1"):
        assert operator.get(f"/jobs/{PRODUCTS}/?before={nonsense}").status_code == 200


def test_a_run_of_a_job_that_is_gone_has_a_page(operator: Client) -> None:
    run = support.run("orders.long_gone", error="There is no job", state="dead")
    page = operator.get(f"/runs/{run.pk}/").content.decode()
    assert "A job that is gone" in page
    assert operator.get("/").status_code == 200


def test_shops_are_kept_apart(operator: Client) -> None:
    first = support.run(PRODUCTS)
    other = factories.shop("other.myshopify.com", name="Other")
    page = operator.get(f"/initial-load/?shop={other.pk}").content.decode()
    assert f"/runs/{first.pk}/" not in page
    assert "Never ran for Other." in page
    operator.post(f"/jobs/{PRODUCTS}/run/", {"_shop": other.pk})
    assert JobRun.objects.get(state="pending").shop == other
    assert Shop.objects.count() == 2


def test_text_of_others_stays_text(operator: Client) -> None:
    everywhere = {"error": NASTY, "traceback": NASTY, "parameters": {NASTY: NASTY}, "override_reason": NASTY}
    run = support.run(state="dead", override=True, **everywhere)
    support.say(run, NASTY, "error")
    record = support.failed(run, NASTY, reason=NASTY[:60], message=NASTY, raw=NASTY)
    Shop.objects.update(name=NASTY)
    addresses = ["/", "/initial-load/", f"/jobs/{PRODUCTS}/", f"/runs/{run.pk}/", f"/runs/{run.pk}/failed/{record.pk}/"]
    for address in [*addresses, f"/runs/{run.pk}/?q={NASTY}&reason={NASTY}"]:
        page = operator.get(address).content.decode()
        assert "<script>alert" not in page, address
        assert "<img" not in page, address
        assert "49" not in re.findall(r"&gt;(\d+)&#x27;", page), address


def more_runs(run: JobRun) -> None:
    for number in range(30):
        old = support.run([PRODUCTS, ORDERS, NEW_ORDERS][number % 3], counters={"failed": 1})
        support.failed(old, f"more {number}")
        support.failed(run, f"mine {number}")
        support.say(run, "a line")
    support.run(ORDERS, "dead")


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/initial-load/",
        f"/jobs/{PRODUCTS}/",
        "/runs/{run}/",
        "/history/",
        "/history/?state=failed&q=a",
        "/pending/",
    ],
)
def test_the_number_of_queries_does_not_grow(
    operator: Client, address: str, django_assert_num_queries: Callable[..., Any]
) -> None:
    run = support.run(state="running", requested_by=support.user("admin"))
    support.failed(run)
    support.run(ORDERS, "dead")
    support.run(NEW_ORDERS)
    place = address.format(run=run.pk)
    operator.get(place)
    with django_assert_num_queries(40, exact=False, connection=None) as few:
        operator.get(place)
    more_runs(run)
    with django_assert_num_queries(len(few.captured_queries)):
        operator.get(place)
