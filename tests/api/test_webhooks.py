"""The delivery log and the subscriptions over HTTP."""

from typing import Any

import pytest

from integrations.models import WebhookSubscription
from jobs.models import AuditLog
from tests.api.conftest import Call
from tests.oms import factories
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db


def came(number: int, **columns: Any) -> WebhookEvent:
    told = {"topic": "orders/create", "lane": f"order:{number}", "state": "dead", "error": "x", "fingerprint": "f" * 16}
    raw = {"webhook_id": f"w{number}", "body": b'{"id":1}', "size": 8, "digest": b""}
    row = {"shop": factories.shop(), "finished_at": "2026-11-01T00:00:00Z", **told, **raw, **columns}
    return WebhookEvent.objects.create(**row)


def found(call: Call, query: str) -> list[int]:
    return [event["id"] for event in call("get", f"/webhooks/events{query}", role="viewer").json()["events"]]


def test_the_log_page_by_page(call: Call) -> None:
    events = [came(number).pk for number in range(5)]
    done = came(9, state="done", error="", fingerprint="", topic="products/create").pk
    assert found(call, "") == [done, *reversed(events)]
    assert found(call, "?state=done") == found(call, "?topic=products/create") == [done]
    assert found(call, "?lane=order:3") == [events[3]]
    page = call("get", "/webhooks/events?limit=4").json()
    assert [event["id"] for event in page["events"]] + found(call, f"?after={page['next']}") == found(call, "")
    assert call("get", "/webhooks/events?stat=done").status_code == 422
    assert "body" not in call("get", f"/webhooks/events/{done}").json()


def test_what_came_is_for_operators(call: Call) -> None:
    event = came(1, headers={"X-Shopify-Topic": "orders/create"})
    told = call("get", f"/webhooks/events/{event.pk}/payload").json()
    assert told == {"headers": {"X-Shopify-Topic": "orders/create"}, "text": '{"id":1}'}
    assert call("get", f"/webhooks/events/{event.pk}/payload", role="viewer").status_code == 403


def test_replay_and_ignore(call: Call) -> None:
    event = came(1)
    again = call("post", f"/webhooks/events/{event.pk}/replay").json()
    assert (again["state"], again["replays"]) == ("pending", 1)
    assert call("post", f"/webhooks/events/{event.pk}/replay").status_code == 409
    assert call("post", f"/webhooks/events/{event.pk}/ignore", body={"reason": ""}).status_code == 422
    aside = call("post", f"/webhooks/events/{event.pk}/ignore", body={"reason": "a test order"}).json()
    assert aside["state"] == "ignored" and "a test order" in aside["error"]
    assert list(AuditLog.objects.filter(actor_name="a operator").order_by("id").values_list("action", flat=True)) == [
        "webhook.replayed",
        "webhook.ignored",
    ]


def test_all_that_died_of_the_same(call: Call) -> None:
    first, second = came(1), came(2)
    other = came(3, fingerprint="e" * 16)
    group = {"fingerprint": first.fingerprint}
    assert call("post", "/webhooks/dead-groups/replay", body=group).json() == {"count": 2}
    assert call("post", "/webhooks/dead-groups/replay", body=group).status_code == 409
    aside = {"fingerprint": other.fingerprint, "reason": "known"}
    assert call("post", "/webhooks/dead-groups/ignore", body=aside).json() == {"count": 1}
    second.refresh_from_db()
    other.refresh_from_db()
    assert (second.state, other.state) == ("pending", "ignored")


def test_wanted_against_present(call: Call, settings: Any) -> None:
    settings.WEBHOOK_ADDRESS = ""
    assert call("get", "/webhooks/subscriptions").status_code == 404
    shop = factories.shop()
    row = WebhookSubscription.objects.create(
        shop=shop, topic="orders/create", wanted=True, present=True, removed_at="2026-11-01T00:00:00Z", removals=1
    )
    told = {one["topic"]: one for one in call("get", "/webhooks/subscriptions", role="viewer").json()}
    assert told["orders/create"]["present"] and told["orders/create"]["made_up_for_by"] == "orders.new_orders"
    assert not told["inventory_levels/update"]["wanted"] and "shop/redact" not in told
    seen = call("post", "/webhooks/subscriptions/seen", body={"topic": row.topic}).json()
    assert (seen["removed_at"], seen["removals"]) == (None, 1)
    assert call("post", "/webhooks/subscriptions/seen", body={"topic": "no/topic"}).status_code == 404
    for known in (row.topic, "products/update"):  # seen already; never subscribed
        refused = call("post", "/webhooks/subscriptions/seen", body={"topic": known})
        assert refused.status_code == 409 and f"has not removed {known}" in refused.json()["error"]
    off = call("post", "/webhooks/subscriptions", body={"topic": row.topic, "wanted": False})
    assert off.status_code == 409 and "Noted" in off.json()["error"]
    row.refresh_from_db()
    assert not row.wanted
    assert AuditLog.objects.latest("id").action == "subscription.unwanted"
    assert call("post", "/webhooks/subscriptions", body={"topic": "shop/redact", "wanted": True}).status_code == 409
