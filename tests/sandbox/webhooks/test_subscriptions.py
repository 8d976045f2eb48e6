"""Subscriptions over the Admin API, with Shopify's words for what it refuses."""

from typing import Any

import pytest
import requests

from sandbox.access.apps import STATIC_TOKEN
from sandbox.local_server import running
from sandbox.state import snapshot
from sandbox.world import World
from tests.sandbox.webhooks.listening import Ear

CREATE = """mutation C($topic: WebhookSubscriptionTopic!, $given: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $given) {
    webhookSubscription { id topic uri format apiVersion { handle } } userErrors { field message } } }"""
LIST = "{ webhookSubscriptions(first: 50) { nodes { id topic uri } } }"
URI = "https://jobs.example.com/hooks/shopify/"


@pytest.fixture
def call(world: World):
    with running(world) as base:

        def execute(query: str, token: str = STATIC_TOKEN, **variables: Any) -> dict[str, Any]:
            answer = requests.post(
                f"{base}/admin/api/2026-10/graphql.json",
                json={"query": query, "variables": variables},
                headers={"X-Shopify-Access-Token": token},
                timeout=240,
            )
            found: dict[str, Any] = answer.json()
            return found

        execute.base = base  # type: ignore[attr-defined]
        yield execute


def made(call: Any, uri: str = URI, topic: str = "ORDERS_CREATE", **more: Any) -> dict[str, Any]:
    told = call(CREATE, topic=topic, given={"uri": uri, **more})
    payload: dict[str, Any] = told["data"]["webhookSubscriptionCreate"]
    return payload


def test_subscribe_list_change_and_delete(call: Any) -> None:
    subscription = made(call)["webhookSubscription"]
    assert subscription["topic"] == "ORDERS_CREATE" and subscription["apiVersion"]["handle"] == "2026-10"
    assert call(LIST)["data"]["webhookSubscriptions"]["nodes"][0]["uri"] == URI
    update = """mutation U($id: ID!, $given: WebhookSubscriptionInput!) {
      webhookSubscriptionUpdate(id: $id, webhookSubscription: $given) {
        webhookSubscription { uri } userErrors { message } } }"""
    changed = call(update, id=subscription["id"], given={"uri": URI + "b/"})["data"]["webhookSubscriptionUpdate"]
    assert changed["webhookSubscription"]["uri"] == URI + "b/"
    delete = """mutation D($id: ID!) { webhookSubscriptionDelete(id: $id) {
      deletedWebhookSubscriptionId userErrors { field message } } }"""
    gone = call(delete, id=subscription["id"])["data"]["webhookSubscriptionDelete"]
    assert gone["deletedWebhookSubscriptionId"] == subscription["id"]
    again = call(delete, id=subscription["id"])["data"]["webhookSubscriptionDelete"]
    assert again["userErrors"] == [{"field": ["id"], "message": "Webhook subscription does not exist"}]
    assert call(LIST)["data"]["webhookSubscriptions"]["nodes"] == []


@pytest.mark.parametrize(
    ("uri", "message"),
    [
        ("http://jobs.example.com/", "Address protocol http:// is not supported"),
        ("ftp://jobs.example.com/", "Address protocol ftp:// is not supported"),
        ("", "Address can't be blank"),
        ("https://shop.myshopify.com/x", "Address cannot be a Shopify or an internal domain"),
        ("https://localhost/x", "Address cannot be a Shopify or an internal domain"),
        ("https://", "Address is invalid"),
    ],
)
def test_addresses_that_are_refused(call: Any, uri: str, message: str) -> None:
    payload = made(call, uri)
    assert payload["webhookSubscription"] is None
    assert payload["userErrors"] == [{"field": ["webhookSubscription", "callbackUrl"], "message": message}]


def test_plain_http_is_for_ones_own_machine_and_can_be_switched_off(call: Any, world: World) -> None:
    assert made(call, "http://127.0.0.1:8001/hooks/")["userErrors"] == []
    world.webhooks.plain_hosts = ()
    refused = made(call, "http://127.0.0.1:8001/hooks/", "PRODUCTS_CREATE")
    assert refused["userErrors"][0]["message"] == "Address protocol http:// is not supported"


def test_taken_addresses_and_names(call: Any) -> None:
    assert made(call, name="first")["userErrors"] == []
    assert made(call)["userErrors"][0]["message"] == "Address for this topic has already been taken"
    other = made(call, topic="PRODUCTS_CREATE", name="first")
    assert other["userErrors"][0]["message"] == "Name already exists, no duplicate allowed"


def test_topics_of_privacy_law_are_not_to_be_subscribed(call: Any) -> None:
    told = call(CREATE, topic="CUSTOMERS_REDACT", given={"uri": URI})
    assert "data" not in told or told["data"] is None
    assert told["errors"]


def test_what_the_store_can_not_do_it_refuses(call: Any) -> None:
    told = call(CREATE, topic="ORDERS_CREATE", given={"uri": URI, "filter": "total_price:>100"})
    assert told["errors"][0]["extensions"]["code"] == "EMULATOR_UNSUPPORTED"


def test_subscriptions_outlive_a_restart(call: Any, world: World, tmp_path: Any) -> None:
    made(call)
    snapshot.save(world.store, tmp_path / "store.json")
    again = World(snapshot.load(tmp_path / "store.json"))
    assert [one.topic for one in again.webhooks.subscriptions("sandbox-key")] == ["ORDERS_CREATE"]


def test_the_log_and_the_switches(call: Any, world: World, ear: Ear) -> None:
    base = call.base
    made(call, ear.address, "APP_UNINSTALLED")
    customer = next(iter(world.store.customers.values()))
    told = {"topic": "customers/redact", "address": ear.address, "customer_id": customer.id}
    assert requests.post(f"{base}/__sandbox/webhooks/privacy", json=told, timeout=240).status_code == 201
    assert world.webhooks.queue.settle(240)
    log = requests.get(f"{base}/__sandbox/webhooks?state=delivered", timeout=240).json()
    assert [one["topic"] for one in log["deliveries"]] == ["customers/redact"]
    requests.post(f"{base}/__sandbox/webhooks/uninstall", timeout=240)
    assert world.webhooks.queue.settle(240)
    assert ear.topics() == ["customers/redact", "app/uninstalled"]
    assert "errors" in call(LIST), "its token opens nothing any more"
    requests.post(f"{base}/__sandbox/webhooks/install", timeout=240)
    assert call(LIST)["data"]["webhookSubscriptions"]["nodes"] == []
    made(call)
    assert requests.delete(f"{base}/__sandbox/webhooks/ORDERS_CREATE", timeout=240).json()["deleted"]
    assert call(LIST)["data"]["webhookSubscriptions"]["nodes"] == []
    page = requests.get(f"{base}/webhooks", timeout=240).text
    assert "customers/redact" in page and "delivered" in page
