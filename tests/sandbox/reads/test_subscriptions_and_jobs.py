"""Webhook subscriptions of the app that asks, and jobs behind an answer."""

from typing import Any

import pytest

from sandbox.state.webhook_records import WebhookSubscription
from sandbox.world import World
from tests.sandbox import shops
from tests.sandbox.reads.asking import CLIENT_ID, data, ours, rich_store, the_order, world_of


@pytest.fixture
def world() -> World:
    return world_of(rich_store())


def subscribe(world: World, topic: str, app_id: str = CLIENT_ID, **changes: Any) -> WebhookSubscription:
    at = world.store.clock.advance(1)
    number = world.store.next_id("WebhookSubscription")
    uri = f"https://jobs.example.com/{topic.lower()}"
    made = WebhookSubscription(id=number, created_at=at, updated_at=at, app_id=app_id, topic=topic, uri=uri, **changes)
    world.store.add(made)
    return made


def test_an_app_sees_its_own_subscriptions(world: World) -> None:
    made = subscribe(world, "ORDERS_CREATE", include_fields=["id", "updated_at"])
    paid = subscribe(world, "ORDERS_PAID")
    subscribe(world, "ORDERS_CREATE", app_id="another app")
    first, second = ours(world, "webhook_list", first=5)["webhookSubscriptions"]["nodes"]
    assert (first["id"], first["topic"], first["uri"]) == (made.gid, "ORDERS_CREATE", made.uri)
    assert (first["format"], first["includeFields"], first["filter"]) == ("JSON", ["id", "updated_at"], None)
    assert first["apiVersion"] == {"handle": "2026-10", "supported": True}
    assert second["id"] == paid.gid
    chosen = ours(world, "webhook_list", first=5, topics=["ORDERS_PAID"])["webhookSubscriptions"]["nodes"]
    assert [one["id"] for one in chosen] == [paid.gid]
    assert data(world, "{webhookSubscriptionsCount{count}}")["webhookSubscriptionsCount"] == {"count": 2}


def test_subscriptions_are_paged(world: World) -> None:
    made = [subscribe(world, topic) for topic in ("ORDERS_CREATE", "ORDERS_PAID", "ORDERS_CANCELLED")]
    first = ours(world, "webhook_list", first=2)["webhookSubscriptions"]
    rest = ours(world, "webhook_list", first=2, after=first["pageInfo"]["endCursor"])["webhookSubscriptions"]
    assert [one["id"] for one in first["nodes"] + rest["nodes"]] == [one.gid for one in made]
    assert not rest["pageInfo"]["hasNextPage"]


def test_a_subscription_is_a_node_for_its_own_app_only(world: World) -> None:
    text = "query($id:ID!){node(id:$id){id} webhookSubscription(id:$id){id}}"
    mine, other = subscribe(world, "ORDERS_CREATE"), subscribe(world, "ORDERS_PAID", app_id="another app")
    assert data(world, text, id=mine.gid) == {"node": {"id": mine.gid}, "webhookSubscription": {"id": mine.gid}}
    assert data(world, text, id=other.gid) == {"node": None, "webhookSubscription": None}


def test_a_job_is_done_when_its_time_has_come(world: World) -> None:
    shirt = next(iter(world.store.variants.values()))
    order = shops.order(world.store, [(shirt, 1)])
    job = world.async_jobs.cancel_order(order, reason="CUSTOMER", restock=True, refund=True)
    assert ours(world, "job", id=job.gid)["job"] == {"id": job.gid, "done": False}
    world.store.clock.advance(60)
    world.async_jobs.run_due()
    assert ours(world, "job", id=job.gid)["job"] == {"id": job.gid, "done": True}
    assert order.cancelled_at is not None
    assert ours(world, "job", id="gid://shopify/Job/none") == {"job": None}


def test_metafields_know_their_owner(world: World) -> None:
    order = the_order(world.store)
    (held,) = world.store.metafields(order.gid)
    text = "query($id:ID!){node(id:$id){...on Metafield{key ownerType sizeInBytes jsonValue owner{...on Order{name}}}}}"
    assert data(world, text, id=held.gid)["node"] == {
        "key": "promise_dates",
        "ownerType": "ORDER",
        "sizeInBytes": 8,
        "jsonValue": {"a": 1},
        "owner": {"name": "#1001"},
    }
