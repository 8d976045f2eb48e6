"""What apps are told, signed and spelled as Shopify does, and what happens when nobody listens."""

import json
from datetime import timedelta

import pytest

from sandbox.rules import place_order, products
from sandbox.webhooks.delivery import DELIVERED, FAILED, LOST, RETRIES, WAITING
from sandbox.webhooks.encoding import encode
from sandbox.webhooks.sender import signature
from sandbox.world import World
from tests.sandbox.shops import variants
from tests.sandbox.webhooks.listening import Ear, listening


def place(world: World) -> object:
    shirt = next(iter(world.store.products.values()))
    return place_order.place_order(world.store, [(variants(world.store, shirt)[0], 1)], email="a&b@example.com")


def settled(world: World) -> None:
    assert world.webhooks.queue.settle(240)


def test_an_order_is_told_with_everything_shopify_sends(world: World, ear: Ear, subscribe) -> None:
    subscribe("ORDERS_CREATE")
    order = place(world)
    settled(world)
    ((headers, body),) = ear.heard
    assert headers["x-shopify-topic"] == "orders/create"
    assert headers["x-shopify-hmac-sha256"] == signature(body, "sandbox-secret")
    assert headers["x-shopify-shop-domain"] == "demo-store.myshopify.com"
    assert headers["x-shopify-triggered-at"] == "2026-11-20T12:00:00.000000000Z"
    assert {"x-shopify-webhook-id", "x-shopify-event-id", "x-shopify-api-version"} <= set(headers)
    told = json.loads(body)
    assert told["id"] == order.id and told["admin_graphql_api_id"] == order.gid
    assert told["created_at"] == "2026-11-20T07:00:00-05:00", "the shop's own zone"
    assert told["line_items"][0]["current_quantity"] == 1
    assert told["email"] == "a&b@example.com"
    assert b"gid:\\/\\/shopify\\/Order\\/" in body and b"a\\u0026b@" in body
    assert json.dumps(told).encode() != body


@pytest.mark.parametrize("text", ["a/b", "<&>", "\u2028\u2029", 'q"\\/', "caf\u00e9", "\ud800", "\x00"])
def test_every_text_comes_back_as_it_went(text: str) -> None:
    assert json.loads(encode({"text": text})) == {"text": text}


def test_nobody_is_told_what_he_did_not_ask_for(world: World, ear: Ear, subscribe) -> None:
    subscribe("PRODUCTS_DELETE")
    place(world)
    settled(world)
    assert ear.heard == []


def test_a_deletion_carries_the_id_alone(world: World, ear: Ear, subscribe) -> None:
    subscribe("PRODUCTS_DELETE")
    product = next(iter(world.store.products.values()))
    products.delete_product(world.store, product)
    settled(world)
    assert json.loads(ear.heard[0][1]) == {"id": product.id}


def test_failures_are_tried_again_for_four_hours_with_the_first_payload(world: World, ear: Ear, subscribe) -> None:
    ear.answer = lambda headers: 500
    subscribe("ORDERS_CREATE")
    place(world)
    settled(world)
    for tries in range(1, RETRIES + 1):
        (delivery,) = world.webhooks.queue.everything()
        assert delivery.state == WAITING and len(delivery.tries) == tries
        world.store.clock.advance(delivery.wait().total_seconds())
        settled(world)
    assert delivery.state == FAILED and len(ear.heard) == RETRIES + 1
    assert len({body for _, body in ear.heard}) == 1
    assert len({headers["x-shopify-webhook-id"] for headers, _ in ear.heard}) == 1
    assert world.webhooks.subscriptions("sandbox-key") == [], "deleted, and nobody was told"
    lasted = delivery.tries[-1].at - delivery.tries[0].at
    assert 3.9 < lasted.total_seconds() / 3600 <= 4


def test_a_clock_that_is_set_back_keeps_no_news_waiting(world: World, ear: Ear, subscribe) -> None:
    subscribe("ORDERS_CREATE")
    place(world)
    world.store.clock.stop_at(world.store.clock.now() - timedelta(seconds=1))
    settled(world)
    assert len(ear.heard) == 1


def test_a_success_in_between_keeps_the_subscription(world: World, ear: Ear, subscribe) -> None:
    ear.answer = lambda headers: 503 if len(ear.heard) < 3 else 204
    subscribe("ORDERS_CREATE")
    place(world)
    for _ in range(3):
        settled(world)
        world.store.clock.advance(4000)
    settled(world)
    (delivery,) = world.webhooks.queue.everything()
    assert delivery.state == DELIVERED and [one.status for one in delivery.tries] == [503, 503, 204]
    assert len(world.webhooks.subscriptions("sandbox-key")) == 1


def test_a_redirect_is_a_failure(world: World, ear: Ear, subscribe) -> None:
    ear.answer = lambda headers: 302
    subscribe("ORDERS_CREATE")
    place(world)
    settled(world)
    assert world.webhooks.queue.everything()[0].state == WAITING


def test_nobody_there_is_a_failure_too(world: World, subscribe, ear: Ear) -> None:
    subscribe("ORDERS_CREATE")
    with listening() as gone:
        address = gone.address
    for one in world.store.tables.webhook_subscriptions.values():
        one.uri = address
    place(world)
    settled(world)
    (delivery,) = world.webhooks.queue.everything()
    assert delivery.tries[0].status is None and "refused" in delivery.tries[0].error.lower()


def test_changes_within_a_moment_are_told_once_as_the_last_left_it(world: World, ear: Ear, subscribe) -> None:
    world.webhooks.coalesce = 0.2
    subscribe("PRODUCTS_UPDATE")
    product = next(iter(world.store.products.values()))
    for title in ("One", "Two", "Three"):
        products.update_product(world.store, product, title=title)
    settled(world)
    assert [json.loads(body)["title"] for _, body in ear.heard] == ["Three"]


@pytest.mark.parametrize("same", [False, True])
def test_duplicates_share_the_event_id(world: World, ear: Ear, subscribe, same: bool) -> None:
    world.faults.plant({"kind": "webhook_doubled", "same_delivery": same})
    subscribe("ORDERS_CREATE")
    place(world)
    settled(world)
    assert len(ear.heard) == 2
    assert len({headers["x-shopify-event-id"] for headers, _ in ear.heard}) == 1
    assert len({headers["x-shopify-webhook-id"] for headers, _ in ear.heard}) == (1 if same else 2)


def test_lost_and_forged_ones(world: World, ear: Ear, subscribe) -> None:
    world.faults.plant({"kind": "webhook_lost", "match": {"topic": "orders/create"}})
    subscribe("ORDERS_CREATE")
    place(world)
    settled(world)
    assert ear.heard == [] and world.webhooks.queue.everything()[0].state == LOST
    world.faults.plant({"kind": "webhook_wrong_hmac"})
    place(world)
    settled(world)
    headers, body = ear.heard[0]
    assert headers["x-shopify-hmac-sha256"] != signature(body, "sandbox-secret")


def test_late_ones_change_places(world: World, ear: Ear, subscribe) -> None:
    world.faults.plant({"kind": "webhook_late", "times": None, "seconds": 0.4})
    subscribe("ORDERS_CREATE")
    with world.webhooks.queue._changed:  # nothing is sent before all are there, however slow the machine is
        made = [place(world).id for _ in range(12)]
    settled(world)
    heard = [json.loads(body)["id"] for _, body in ear.heard]
    assert sorted(heard) == made and heard != made


def test_stock_is_told_by_level(world: World, ear: Ear, subscribe) -> None:
    subscribe("INVENTORY_LEVELS_UPDATE")
    place(world)
    settled(world)
    told = json.loads(ear.heard[0][1])
    level = world.store.level(told["inventory_item_id"], told["location_id"])
    assert level is not None and told["available"] == level.available
