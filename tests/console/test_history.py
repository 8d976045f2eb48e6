"""Finding runs: filters, search, pages by key, counts, and one deed for all that match."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from console.lists.paging import Page
from console.models import SavedView
from console.runs import search
from console.runs.filters import Filters
from jobs.models import AuditLog, JobRun, RunChange
from tests.console import support
from tests.console.support import NEW_ORDERS, ORDERS, PRODUCTS
from tests.oms import factories

pytestmark = pytest.mark.django_db


def shown(client: Client, query: str = "") -> list[int]:
    page = client.get(f"/history/?{query}").content.decode()
    return [int(pk) for pk in re.findall(r'class="at-run"><a href="/runs/(\d+)/"', page)]


def runs() -> dict[str, JobRun]:
    begin = timezone.now() - timedelta(days=1)
    ada = support.user()
    other = factories.shop("other.myshopify.com", name="Other")
    made: dict[str, dict[str, Any]] = {
        "good": {},
        "half": {"counters": {"failed": 2, "read": 5}},
        "dead": {"key": ORDERS, "state": "dead", "error": "Shopify: ACCESS_DENIED on orders", "origin": "schedule"},
        "api": {"key": NEW_ORDERS, "origin": "api", "requested_by": ada},
        "other": {"shop": other, "state": "cancelled"},
        "running": {"state": "running", "key": NEW_ORDERS},
    }
    return {name: support.run(begin=begin + timedelta(minutes=n), **row) for n, (name, row) in enumerate(made.items())}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", "running other api dead half good"),
        ("state=failed", "dead half"),
        ("state=under_way", "running"),
        ("state=cancelled", "other"),
        ("category=initial_load", "other dead half good"),
        ("category=orders&state=done", "api"),
        ("job=" + ORDERS, "dead"),
        ("origin=api", "api"),
        ("who=nobody", "api"),
        ("q=access_denied", "dead"),
        ("q=orders+in+bulk", "dead"),
        ("q=import_products&state=failed", "half"),
        ("q=%2310042", "good"),
        ("q=sku-9", "half"),
        ("q=nothing+like+it", ""),
        ("state=nonsense&origin=nonsense&shop=x", "running other api dead half good"),
    ],
)
def test_filters_and_search(viewer: Client, query: str, names: str) -> None:
    made = runs()
    RunChange.objects.create(run=made["good"], kind="order", action="created", reference="#10042")
    support.failed(made["half"], "SKU-9")
    assert shown(viewer, query) == [made[name].pk for name in names.split()]


def test_by_shop_and_by_number(viewer: Client) -> None:
    made = runs()
    assert shown(viewer, f"shop={made['other'].shop_id}") == [made["other"].pk]
    assert shown(viewer, f"q={made['dead'].pk}")[-1:] == [made["dead"].pk]
    assert viewer.get(f"/go/?q=%23{made['dead'].pk}")["Location"] == f"/runs/{made['dead'].pk}/"
    assert viewer.get("/go/?q=999999999")["Location"] == "/history/?q=999999999"
    assert viewer.get("/go/")["Location"] == "/history/"


def test_page_by_page_every_run_once(viewer: Client) -> None:
    begin = timezone.now() - timedelta(days=1)
    # Failed ones come from two lists that are merged; several share a moment.
    moments = [begin + number // 4 * timedelta(minutes=1) for number in range(120)]
    states = ["dead" if number % 3 else "done" for number in range(120)]
    made = [support.run(state=how, counters={"failed": 1}, begin=at) for how, at in zip(states, moments, strict=True)]
    seen: list[int] = []
    query: str | None = "state=failed"
    while query is not None:
        page = viewer.get(f"/history/?{query}").content.decode()
        seen += [int(pk) for pk in re.findall(r'class="at-run"><a href="/runs/(\d+)/"', page)]
        found = re.search(r'href="\?([^"]+)" rel="next"', page)
        query = found[1].replace("&amp;", "&") if found else None
        assert query is None or query.startswith("state=failed&before=")
    assert seen == [run.pk for run in reversed(made)]


@pytest.mark.parametrize("window", [4, 8, 1000])
def test_a_text_that_many_errors_say_is_found_whole_and_in_order(
    viewer: Client, monkeypatch: pytest.MonkeyPatch, window: int
) -> None:
    """Among the newest errors first, by the index of texts for the rest: nobody sees the seam."""
    monkeypatch.setattr(search, "_RECENT", window)
    begin = timezone.now() - timedelta(days=1)
    for number in range(20):
        said = "Timed out after 10 s" if number % 2 or number < 6 else "Something else"
        support.run(state="dead", error=said, begin=begin + timedelta(minutes=number))
    support.run(state="done", begin=begin)
    wanted = list(JobRun.objects.filter(error__startswith="Timed").order_by("-created_at").values_list("pk", flat=True))
    seen: list[int] = []
    mark = ""
    while True:
        page = search.page(Filters(q="tIMED oUT"), mark, 3)
        seen += [run.pk for run in page.rows]
        mark = page.next
        if not mark:
            break
    assert seen == wanted and len(wanted) == 13
    assert search.page(Filters(q="no error says this"), "", 3) == Page([], "")


def test_the_count_comes_after_the_page_and_is_bounded(viewer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    runs()
    page = viewer.get("/history/?state=failed").content.decode()
    assert 'hx-get="/history/count/?state=failed" hx-trigger="load"' in page
    part = viewer.get("/history/count/?state=failed", headers={"HX-Request": "true"}).content.decode()
    assert part.strip() == "2 runs (failed)"
    assert "<h1>2 runs (failed)" in viewer.get("/history/count/?state=failed").content.decode()
    monkeypatch.setattr(search, "MOST_COUNTED", 3)
    assert search.count(Filters(), 3) == 4
    assert search.count(Filters(state="failed"), 1) == 2


def test_news_instead_of_a_jump(viewer: Client) -> None:
    runs()
    page = viewer.get("/history/").content.decode()
    found = re.search(r'hx-get="(/history/news/[^"]+)"', page)
    assert found
    ask = found[1].replace("&amp;", "&")
    assert viewer.get(ask).status_code == 204
    support.run(begin=timezone.now())
    support.run(begin=timezone.now())
    assert "2 new" in viewer.get(ask).content.decode()
    assert viewer.get("/history/news/?since=nonsense").status_code == 204


def test_three_empty_states(viewer: Client) -> None:
    assert "Nothing has run yet." in viewer.get("/history/").content.decode()
    runs()
    assert "Clear the filters" in viewer.get("/history/?q=nothing+like+it").content.decode()
    assert "To the newest runs" in viewer.get("/history/?before=2001-01-01T00:00:00%2B00:00_1").content.decode()


def test_an_address_keeps_its_filters() -> None:
    filters = Filters.of(QueryDict("state=dead&q=a%26b&who=ada&nonsense=1&shop=7"))
    assert Filters.of(QueryDict(filters.query)) == filters
    assert filters.query == "state=dead&shop=7&who=ada&q=a%26b"
    assert filters and not Filters()


def test_all_that_match_first_the_count_then_the_deed(operator: Client) -> None:
    dead = [support.run(ORDERS, "dead", error="timeout") for _ in range(3)]
    other = support.run(PRODUCTS, "dead", error="something else")
    sent = {"what": "ignore", "q": "timeout"}
    page = " ".join(operator.post("/history/all/", sent).content.decode().split())
    assert "Ignore 3 runs?" in page
    assert not AuditLog.objects.exists()
    unsure = operator.post("/history/all/", {**sent, "sure": "1"}).content.decode()
    assert "Ignore 3 runs?" in unsure, "without a reason nothing happens"
    page = operator.post("/history/all/", {**sent, "sure": "1", "reason": "known"}, follow=True).content.decode()
    assert "3 runs ignored." in page
    assert set(AuditLog.objects.values_list("action", "reason", "object_id")) == {
        ("run.ignored", "known", str(run.pk)) for run in dead
    }
    other.refresh_from_db()
    assert other.state == "dead"
    assert "None of these runs can be ignored." in operator.post("/history/all/", sent, follow=True).content.decode()


def test_what_stands_in_the_way_is_counted(operator: Client) -> None:
    """Two runs of one job can't go on at once: the second stays as it is, and the sentence says so."""
    for _ in range(2):
        support.run(ORDERS, "dead")
    page = operator.post("/history/all/", {"what": "retry", "sure": "1"}, follow=True).content.decode()
    assert "1 run put in line again. 1 left as they are; the last because: Run" in page
    assert operator.post("/history/all/", {"what": "explode"}).status_code == 404


def test_kept_lists_are_ones_own(viewer: Client, operator: Client) -> None:
    viewer.post("/history/save/", {"name": "Trouble", "query": "state=failed&nonsense=1"})
    kept = SavedView.objects.get()
    assert (kept.name, kept.query) == ("Trouble", "state=failed")
    assert 'href="?state=failed"' in viewer.get("/history/").content.decode()
    assert "Trouble" not in operator.get("/history/").content.decode()
    operator.post(f"/history/saved/{kept.pk}/forget/")
    viewer.post("/history/save/", {"name": "Trouble", "query": "state=dead"})
    assert SavedView.objects.get().query == "state=dead"
    page = viewer.post("/history/save/", {"name": "", "query": "state=dead"}, follow=True).content.decode()
    assert "Choose filters and a name." in page
    viewer.post(f"/history/saved/{kept.pk}/forget/")
    assert not SavedView.objects.exists()


def test_the_palette_leads_where_one_may_go(viewer: Client, operator: Client) -> None:
    viewer.post("/history/save/", {"name": "Trouble", "query": "state=failed"})
    places = {place["name"]: place for place in viewer.get("/palette/").json()["places"]}
    assert places["Trouble"]["address"] == "/history/?state=failed"
    assert places["New orders"] == {"name": "New orders", "kind": "Orders", "address": f"/jobs/{NEW_ORDERS}/"}
    assert "Users" not in places and "Schedule of New orders" not in places
    assert "Schedule of New orders" in {place["name"] for place in operator.get("/palette/").json()["places"]}
    for place in places.values():
        assert viewer.get(place["address"]).status_code == 200


def test_the_palette_offers_what_a_number_stands_for(viewer: Client) -> None:
    run = support.run()

    def offered(words: str) -> list[tuple[str, str]]:
        places = viewer.get("/palette/", {"q": words}).json()["places"]
        return [(place["name"], place["address"]) for place in places]

    of_run = (f"Run {run.pk}", f"/runs/{run.pk}/")
    assert offered(str(run.pk)) == offered(f"run {run.pk}") == offered(f"Run #{run.pk}") == [of_run]
    order = factories.order(name="#61180")
    of_order = ("Order #61180", f"/orders/{order.pk}/")
    assert offered("61180") == offered("#61180") == offered("order 61180") == [of_order]
    assert offered("run 61180") == offered("9999999") == offered("9" * 30) == offered("order ") == []
    both = factories.order("gid://shopify/Order/2", name=f"#{run.pk}")
    assert offered(str(run.pk)) == [of_run, (f"Order #{run.pk}", f"/orders/{both.pk}/")]
    assert viewer.get("/go/", {"q": f"run {run.pk}"})["Location"] == f"/runs/{run.pk}/"
