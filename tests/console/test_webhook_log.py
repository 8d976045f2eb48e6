"""The delivery log: words for what became of an event, rows that renew themselves, news, links to the order."""

import html
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobs.audit import Actor
from jobs.models import State
from oms.models import OrderHeader, Shop
from tests.console.test_live import HTMX, question
from tests.console.test_webhooks import event_page, made, text
from tests.oms import factories
from webhooks.models import WebhookEvent
from webhooks.services import ignore_event

pytestmark = pytest.mark.django_db


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def listed(client: Client, query: str = "") -> str:
    """The rows of the log alone: the filters name every state."""
    page = text(client, f"{reverse('console:webhooks')}?{query}")
    start = page.find('aria-label="Events"', page.find("</form>", page.find("filters-q")))
    return page[start:] if start > 0 else ""


def test_only_what_a_person_set_aside_is_called_ignored(viewer: Client, shop: Shop) -> None:
    nothing = made(shop, 1, State.IGNORED, error="What is kept of the order is as new already")
    aside = made(shop, 2, State.DEAD, error="It broke")
    ignore_event(aside.pk, Actor("ada"), "a test")
    log = listed(viewer)
    assert words(log).count("Nothing to do") == 1 and words(log).count("Ignored by ada: a test") == 1
    assert re.findall(r'state-(\w+)">.*?<span>([^<]+)</span>', log) == [
        ("ignored", "Ignored"),
        ("skipped", "Nothing to do"),
    ]
    assert "Nothing to do" in words(text(viewer, event_page(nothing)))
    for query, there, elsewhere in (("state=nothing", nothing, aside), ("state=ignored", aside, nothing)):
        found = listed(viewer, query)
        assert event_page(there) in found and event_page(elsewhere) not in found


def test_what_people_set_aside_is_found_by_an_index(shop: Shop, django_assert_num_queries: Any) -> None:
    from django.db import connection

    from console.lists.paging import Page
    from console.webhooks.filters import EventFilters, page

    with django_assert_num_queries(1):
        assert page(EventFilters(state="ignored"), "", 50) == Page([], "")
    # Of an empty table every index costs the same.
    WebhookEvent.objects.bulk_create(
        WebhookEvent(
            shop=shop, topic="orders/create", webhook_id=str(number), body=b"{}", size=2, digest=b"",
            state=State.IGNORED, error="What is kept of the order is as new already", finished_at=timezone.now(),
        )
        for number in range(500)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE webhooks_webhookevent")
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = EventFilters(state="ignored").apply(WebhookEvent.objects.order_by("-id")).explain()
    assert "webhookevent_by_hand" in plan


def test_how_an_event_stands_renews_itself_and_no_row_moves(viewer: Client, shop: Shop) -> None:
    old, other = made(shop, 1, State.PENDING), made(shop, 2)
    page = text(viewer, reverse("console:webhooks"))
    ask = question(page)
    assert "every 2s" in page, "it asks often while an event is under way"
    assert viewer.get(ask, headers=HTMX).status_code == 204
    WebhookEvent.objects.filter(pk=old.pk).update(state=State.DEAD, finished_at=timezone.now(), error="It broke")
    made(shop, 3)
    news = viewer.get(ask, headers=HTMX).content.decode()
    changed = re.findall(r'<div id="([^"]+)" class="live" hx-swap-oob="true">', news)
    assert f"event-{old.pk}" in changed and f"event-{other.pk}" not in changed
    assert "It broke" in news and "<table" not in news.replace("topics", "").split('id="event-', 1)[1]


def test_new_events_are_announced(viewer: Client, shop: Shop) -> None:
    first = made(shop, 1)
    page = html.unescape(text(viewer, reverse("console:webhooks")))
    ask = re.findall(r'hx-get="([^"]*/news/[^"]*)"', page)[0]
    assert ask.endswith(f"since={first.pk}")
    assert viewer.get(ask, headers=HTMX).status_code == 204
    for number in (2, 3):
        made(shop, number)
    told = viewer.get(ask, headers=HTMX).content.decode()
    assert "2 new since this page was drawn" in words(told) and f'href="{reverse("console:webhooks")}?' in told
    assert viewer.get(f"{ask}&state=dead", headers=HTMX).status_code == 204
    for odd in ("", "x", "9" * 30):
        assert viewer.get(f"{reverse('console:webhook_news')}?since={odd}").status_code == 204
    older = text(viewer, f"{reverse('console:webhooks')}?before={first.pk + 1}")
    assert "/news/" not in older


def test_the_log_is_searched_by_the_name_of_an_order(viewer: Client, shop: Shop) -> None:
    """As people say it, with its sign or without, in every shop that has one of this name."""
    other = factories.shop("other.myshopify.com")
    factories.order("gid://shopify/Order/700", shop=shop, name="#1031")
    factories.order("gid://shopify/Order/800", shop=other, name="#1031")
    factories.order("gid://shopify/Order/900", shop=shop, name="EN-12")
    mine, theirs, named, stranger = (
        made(owner, number, topic="orders/updated", lane=f"order:{order}")
        for number, (owner, order) in enumerate(((shop, 700), (other, 800), (shop, 900), (other, 700)), 1)
    )
    for query, found in (
        ("q=%231031", {mine, theirs}),
        ("q=1031", {mine, theirs}),
        (f"q=1031&shop={shop.pk}", {mine}),
        ("q=en-12", {named}),
        ("q=700", {mine, stranger}),
        ("q=%23", set()),
    ):
        page = listed(viewer, query)
        assert {event for event in (mine, theirs, named, stranger) if event_page(event) in page} == found, query


def test_an_event_leads_to_the_order_it_touched(viewer: Client, shop: Shop) -> None:
    order = factories.order("gid://shopify/Order/7", shop=shop)
    label = OrderHeader._meta.label_lower
    told = {"kind": "order", "action": "updated", "reference": order.name, "object_type": label}
    event = made(shop, 1, topic="orders/updated", lane="order:7", effects=[{**told, "object_id": str(order.pk)}])
    link = f'<a href="{reverse("console:order", args=[order.pk])}">'
    page = text(viewer, event_page(event))
    assert page.count(link) == 2, "what it is about, and what it changed"
    assert f"Order {order.name} updated" in words(page)
    assert link in listed(viewer)
    stranger = made(factories.shop("other.myshopify.com"), 2, topic="orders/updated", lane="order:7")
    assert link not in text(viewer, event_page(stranger)), "another shop's order of the same number"


WAIT = "events wait to be handled. "
PACE = "At the pace of the last minute they are worked off in about "


def rush(shop: Shop, waiting: int, done: int) -> None:
    now = timezone.now()
    for number in range(done):
        made(shop, number + 1, State.DONE, finished_at=now)
    one = made(shop, done + 1, State.PENDING)
    rows = []
    for number in range(waiting - 1):
        rows.append(WebhookEvent.objects.get(pk=one.pk))
        rows[-1].pk, rows[-1].webhook_id, rows[-1].event_id = None, f"more-{number}", f"more-{number}"
    WebhookEvent.objects.bulk_create(rows)


@pytest.mark.parametrize(
    ("waiting", "done", "told"),
    [
        (99, 5, ""),
        (100, 0, f"100 {WAIT}None was handled in the last minute"),
        (
            1200,
            60,
            "1,200 events wait to be handled. At the pace of the last minute they are worked off in about 20 minutes.",
        ),
        (
            101,
            101,
            "101 events wait to be handled. At the pace of the last minute they are worked off in about 1 minute.",
        ),
    ],
)
def test_a_rush_says_how_long_it_will_take(viewer: Client, shop: Shop, waiting: int, done: int, told: str) -> None:
    cache.clear()
    rush(shop, waiting, done)
    page = words(text(viewer, reverse("console:webhooks")))
    assert ("events wait to be handled" in page) == bool(told)
    assert told in page
