"""Webhooks in the console: subscriptions, the delivery log, one event; who may do what."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from console.webhooks.topics import topic_rows
from integrations.models import WebhookSubscription
from jobs.models import AuditLog, State
from oms.models import Shop
from webhooks.models import FailedTry, WebhookEvent
from webhooks.topics import TOPICS, Topic

pytestmark = pytest.mark.django_db
SECRET_NAME = "Zz Canary"


def made(shop: Shop, number: int = 1, state: State = State.DONE, **columns: Any) -> WebhookEvent:
    body = b'{"id": %d, "name": "%s"}' % (number, SECRET_NAME.encode())
    values: dict[str, Any] = {
        "topic": "products/delete",
        "lane": f"product:{number}",
        "webhook_id": f"w-{number}",
        "event_id": f"e-{number}",
        "body": body,
        "size": len(body),
        "digest": hashlib.sha256(body).digest(),
        "headers": {"x-shopify-topic": "products/delete"},
        "state": state,
        "finished_at": None if state in (State.PENDING, State.RUNNING) else timezone.now(),
    }
    event = WebhookEvent.objects.create(shop=shop, **{**values, **columns})
    return event


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def event_page(event: WebhookEvent) -> str:
    return reverse("console:webhook_event", args=[event.pk])


def test_the_page_compares_wanted_and_present(viewer: Client, shop: Shop) -> None:
    WebhookSubscription.objects.create(shop=shop, topic="products/delete", wanted=True, present=True)
    WebhookSubscription.objects.create(shop=shop, topic="app/uninstalled", wanted=True, error="Shopify said no")
    made(shop)
    page = text(viewer, reverse("console:webhooks"))
    for words in ("Subscribed", "Wanted, not there", "Shopify said no", "Always sent", "WEBHOOK_ADDRESS"):
        assert words in page
    assert "1 event in 24 hours" in page
    assert 'role="switch"' not in page, "a viewer has no switches"


def test_a_category_shows_its_own_topics(as_role: Callable[[str], Client], shop: Shop, settings: Any) -> None:
    from django.test import RequestFactory

    from console.webhooks.panel import topics_of
    from jobs.categories import Category

    request = RequestFactory().get("/")
    shown = topics_of(request, Category.PRODUCTS, shop)
    offered = ["products/create", "products/update", "products/delete"]
    assert shown is not None and [row.topic.name for row in shown["rows"]] == offered
    assert topics_of(request, Category.PRODUCTS, None) is None


def test_the_log_is_filtered_searched_and_paged(viewer: Client, shop: Shop) -> None:
    events = [made(shop, number) for number in range(1, 60)]
    dead = made(shop, 99, State.DEAD, error="It broke here")
    address = reverse("console:webhooks")
    page = text(viewer, address)
    assert "It broke here" in page and "Earlier events" in page
    assert event_page(events[0]) not in page
    assert event_page(events[0]) in text(viewer, f"{address}?before={events[10].pk}")
    only_dead = text(viewer, f"{address}?state=dead")
    assert event_page(dead) in only_dead and event_page(events[-1]) not in only_dead
    for query in ("7", "w-7", "e-7"):
        found = text(viewer, f"{address}?q={query}")
        assert event_page(events[6]) in found and event_page(events[20]) not in found
    assert "No event matches" in text(viewer, f"{address}?q=nothing-like-it")
    assert "older than that" in text(viewer, f"{address}?before=1")


@pytest.mark.parametrize("query", ["before=x", "before=99999999999999999999", "state=x", "shop=%00", "q=%00", "q=9"])
def test_odd_addresses_are_answered(viewer: Client, shop: Shop, query: str) -> None:
    made(shop)
    assert viewer.get(f"{reverse('console:webhooks')}?{query}").status_code == 200
    assert viewer.get(f"{reverse('console:webhooks')}?q={'9' * 25}").status_code == 200


def test_the_payload_is_for_operators(as_role: Callable[[str], Client], shop: Shop) -> None:
    event = made(shop, state=State.DEAD, error="broken", traceback="File x, line 1")
    FailedTry.objects.create(event=event, worker="w:1", error="broken")
    assert SECRET_NAME not in text(as_role("viewer"), event_page(event))
    operator = as_role("operator")
    page = text(operator, event_page(event))
    assert SECRET_NAME in page and "x-shopify-topic" in page and "w:1" in page and "File x" in page
    for address in (reverse("console:webhooks"), reverse("console:pipeline")):
        assert SECRET_NAME not in text(operator, address)


def test_hostile_payloads_are_text(as_role: Callable[[str], Client], shop: Shop) -> None:
    event = made(
        shop, body=b"<script>alert(1)</script>\x00\xff", effects=[{"kind": "<b>", "action": "x", "reference": "y"}]
    )
    page = text(as_role("operator"), event_page(event))
    assert "<script>alert" not in page and "<b>" not in page


def test_replay_and_ignore_from_the_page(as_role: Callable[[str], Client], shop: Shop) -> None:
    operator = as_role("operator")
    event = made(shop, state=State.DEAD, fingerprint="f", error="broken")
    operator.post(reverse("console:webhook_ignore", args=[event.pk]), {"reason": ""})
    event.refresh_from_db()
    assert event.state == State.DEAD
    operator.post(reverse("console:webhook_ignore", args=[event.pk]), {"reason": "a test"})
    event.refresh_from_db()
    assert event.state == State.IGNORED
    operator.post(reverse("console:webhook_replay", args=[event.pk]))
    event.refresh_from_db()
    assert event.state == State.PENDING
    assert AuditLog.objects.filter(action__startswith="webhook.").count() == 2
    assert operator.post(reverse("console:webhook_replay", args=[0])).status_code == 404


def test_dead_events_need_somebody_and_are_dealt_with_together(as_role: Callable[[str], Client], shop: Shop) -> None:
    operator = as_role("operator")
    for number in (1, 2):
        made(shop, number, State.DEAD, fingerprint="same", error="The same broke")
    assert "2 dead" in text(operator, reverse("console:pipeline"))
    operator.post(reverse("console:webhook_group"), {"fingerprint": "same", "what": "replay"})
    assert WebhookEvent.objects.filter(state=State.PENDING).count() == 2
    WebhookEvent.objects.update(state=State.DEAD, finished_at=Now(), fingerprint="same")
    operator.post(reverse("console:webhook_group"), {"fingerprint": "same", "what": "ignore", "reason": "known"})
    assert WebhookEvent.objects.filter(state=State.IGNORED).count() == 2


def test_dead_events_without_a_payload_can_not_be_replayed_together(
    as_role: Callable[[str], Client], shop: Shop
) -> None:
    operator, group = as_role("operator"), {"fingerprint": "same", "what": "replay"}
    for number in (1, 2):
        made(shop, number, State.DEAD, fingerprint="same", error="The body has 9 bytes more than are read", body=b"")
    pipeline = text(operator, reverse("console:pipeline"))
    assert "2 dead" in pipeline and 'value="ignore"' in pipeline and 'value="replay"' not in pipeline
    assert "like it" not in text(operator, event_page(WebhookEvent.objects.latest("id")))
    told = operator.post(reverse("console:webhook_group"), group, follow=True).content.decode()
    assert "The payload is not kept any more, or was too large to be read" in told
    made(shop, 3, State.DEAD, fingerprint="same")
    assert 'value="replay"' in text(operator, reverse("console:pipeline"))
    operator.post(reverse("console:webhook_group"), group)
    assert WebhookEvent.objects.filter(state=State.PENDING).count() == 1


def test_removed_and_silent_subscriptions_need_somebody(as_role: Callable[[str], Client], shop: Shop) -> None:
    operator = as_role("operator")
    row = WebhookSubscription.objects.create(
        shop=shop, topic="products/delete", wanted=True, present=True, removed_at=timezone.now(), removals=1
    )
    for number in range(1, 31):
        event = made(shop, number)
        at = timezone.now() - timedelta(hours=200 - number)
        WebhookEvent.objects.filter(pk=event.pk).update(created_at=at)
    page = text(operator, reverse("console:pipeline"))
    assert "Shopify had removed this subscription" in page and "Nothing has come since" in page
    operator.post(reverse("console:webhook_seen"), {"shop": shop.pk, "topic": "products/delete"})
    row.refresh_from_db()
    assert row.removed_at is None
    assert "Shopify had removed this subscription" not in text(operator, reverse("console:pipeline"))


def test_the_switch_says_why_it_did_not_work(as_role: Callable[[str], Client], shop: Shop, settings: Any) -> None:
    settings.WEBHOOK_ADDRESS = ""
    operator = as_role("operator")
    told = {"shop": shop.pk, "topic": "products/delete", "on": "1"}
    response = operator.post(reverse("console:webhook_switch"), told, follow=True)
    assert "WEBHOOK_ADDRESS is not set" in response.content.decode()
    assert not WebhookSubscription.objects.filter(wanted=True).exists()


@pytest.mark.parametrize("topics", [TOPICS[:1], TOPICS])
def test_the_rows_of_one_topic_and_of_all_take_the_same_queries(
    shop: Shop, topics: tuple[Topic, ...], django_assert_num_queries: Any
) -> None:
    for number, topic in enumerate(topics):
        made(shop, number, topic=topic.name)
        WebhookSubscription.objects.create(shop=shop, topic=topic.name, wanted=True, present=True)
    with django_assert_num_queries(4):
        rows = topic_rows(shop, topics)
    assert [row.topic for row in rows] == list(topics)
    assert all(row.last_at and row.bars.total == 1 for row in rows)


def test_the_page_asks_a_fixed_number_of_queries(
    viewer: Client, shop: Shop, django_assert_max_num_queries: Any
) -> None:
    for number in range(1, 60):
        made(shop, number)
    with django_assert_max_num_queries(10):
        viewer.get(reverse("console:webhooks"))
