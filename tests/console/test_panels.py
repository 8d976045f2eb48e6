"""Panels of a category's page: where they stand, and how each asks for its own news."""

import html
import re
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from console.frame.panels import Panel, Place, drawn
from console.jobs.category import category
from jobs.categories import Category
from oms.models import Shop
from tests.console import support
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def question(page: str, poller: str) -> str:
    found = re.search(rf'id="{poller}"[^>]*hx-get="([^"]+)"', page)
    assert found
    return html.unescape(found[1])


def event(shop: Shop) -> None:
    WebhookEvent.objects.create(
        shop=shop, topic="orders/create", webhook_id="w", body=b"{}", size=2, digest=b"", state="dead",
        finished_at=timezone.now(),
    )  # fmt: skip


def test_a_panel_asks_for_its_own_news(operator: Client) -> None:
    shop = support.shop()
    page = operator.get(f"/orders/?shop={shop.pk}").content.decode()
    ask = question(page, "poller-webhooks")
    assert ask.startswith("/orders/panels/webhooks/?shop=")
    assert operator.get(ask, headers=HTMX).status_code == 204
    event(shop)
    news = operator.get(ask, headers=HTMX).content.decode()
    assert re.findall(r'<div id="([^"]+)" class="live" hx-swap-oob="true">', news) == ["panel-webhooks-content"]
    assert "1 event in 24 hours, 1 failed" in news
    assert operator.get(question(news, "poller-webhooks"), headers=HTMX).status_code == 204


def test_the_pages_own_news_leave_its_panels_alone(operator: Client) -> None:
    shop = support.shop()
    page = operator.get("/orders/").content.decode()
    assert 'id="panel-webhooks"' in page
    event(shop)
    with CaptureQueriesContext(connection) as queries:
        news = operator.get(question(page, "poller"), headers=HTMX)
    assert news.status_code == 204
    assert not [query for query in queries.captured_queries if "webhooks_" in query["sql"]]


def test_its_buttons_lead_back_to_the_page(operator: Client) -> None:
    shop = support.shop()
    ask = question(operator.get(f"/orders/?shop={shop.pk}").content.decode(), "poller-webhooks")
    event(shop)
    news = operator.get(ask, headers=HTMX).content.decode()
    assert set(re.findall(r'name="_next" value="([^"]*)"', news)) == {f"/orders/?shop={shop.pk}"}


def test_without_a_script_its_address_is_the_page(operator: Client) -> None:
    support.shop()
    assert operator.get("/orders/panels/webhooks/")["Location"] == "/orders/#panel-webhooks"
    assert operator.get("/orders/panels/webhooks/?shop=7")["Location"] == "/orders/?shop=7#panel-webhooks"
    for nowhere in ("/orders/panels/nothing/", "/initial-load/panels/webhooks/", "/brokering/panels/webhooks/"):
        assert operator.get(nowhere).status_code == 404


def test_a_panel_with_nothing_to_show_is_left_away(operator: Client) -> None:
    page = operator.get("/orders/").content.decode()  # no shop is connected
    assert "panel-webhooks" not in page
    assert operator.get("/orders/panels/webhooks/", headers=HTMX).status_code == 204


def planted(name: str, place: Place = Place.BELOW, shows: Any = True) -> Panel:
    return Panel(
        name=name,
        title=f"The {name}",
        categories=(Category.ORDERS,),
        template="console/runs/history/count.html",
        content=lambda request, category, shop: {"x": 1} if shows else None,
        place=place,
    )


@pytest.fixture
def request_of_a_viewer() -> HttpRequest:
    request = RequestFactory().get("/orders/")
    request.user, request.htmx = support.user("viewer"), False  # type: ignore[attr-defined]
    return request


def test_a_panel_stands_above_or_below_the_jobs(request_of_a_viewer: HttpRequest) -> None:
    support.shop()
    panels = [planted("last"), planted("first", Place.ABOVE), planted("lasting")]
    page = category(request_of_a_viewer, "orders", panels=panels).content.decode()  # type: ignore[attr-defined]
    places = [page.index(word) for word in ("The first", "New orders", "The last<", "The lasting<")]
    assert places == sorted(places)


def test_a_panel_stands_on_the_pages_of_its_categories(request_of_a_viewer: HttpRequest) -> None:
    panels = [planted("shown"), planted("empty", shows=False)]
    assert len(drawn(request_of_a_viewer, panels, Category.ORDERS, Place.BELOW)) == 1
    assert drawn(request_of_a_viewer, panels, Category.PRODUCTS, Place.BELOW) == []


def test_only_a_category_in_order_numbers_its_jobs(operator: Client) -> None:
    assert [category for category in Category if category.in_order] == [Category.INITIAL_LOAD]
    assert 'class="step-number"' in operator.get("/initial-load/").content.decode()
    assert 'class="step-number"' not in operator.get("/orders/").content.decode()
