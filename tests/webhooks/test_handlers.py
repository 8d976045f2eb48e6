"""What the topics do, with the sandbox store telling and being asked, over HTTP all the way."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests
from django.db import connection
from django.db.models import F

from integrations import onboarding
from integrations.models import ConnectionStatus, ShopifyConnection, WebhookSubscription
from jobs import registry
from jobs.audit import COMMAND_LINE
from jobs.engine.execute import execute
from jobs.models import FailedRecord, JobRun, Pause, RunLog, State
from oms.models import OrderHeader, Product, Shop, ShopProduct
from sandbox.graphql.schema import admin_schema
from sandbox.local_server import running
from sandbox.rules import cancellation, place_order, products
from sandbox.world import World
from tests import receiver
from tests.budget import meter
from tests.sandbox.shops import small_store, variants
from tests.sandbox.webhooks.listening import Ear, listening
from tests.subscribing import subscribe_all
from tests.webhooks.support import sign
from webhooks import wake
from webhooks.models import ComplianceRequest, Duty, WebhookEvent
from webhooks.processing.handle import drain
from webhooks.services import replay_event
from webhooks.topics import TOPICS
from work import broker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("receiver")]
SECRET = "sandbox-secret"


@pytest.fixture
def world() -> World:
    made = World(small_store())
    made.webhooks.coalesce = 0.0
    return made


@pytest.fixture
def ear() -> Iterator[Ear]:
    with listening() as found:
        yield found


@pytest.fixture
def shop(world: World, ear: Ear, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """Connected, and subscribed to everything."""
    monkeypatch.setattr(broker, "publish", lambda *args, **kwargs: True)
    monkeypatch.setattr(wake, "drain", lambda: True)
    with meter.standing_still():
        admin_schema()  # takes more than a second, once for each process
    with running(world) as url:
        settings.SANDBOX_URL, settings.WEBHOOK_ADDRESS = url, ear.address
        opened_by = onboarding.Credentials("shpat_sandbox", "sandbox-key", SECRET)
        shop = onboarding.connect("demo-store.myshopify.com", opened_by, base_url=url).shop
        onboarding.verify(shop.connection)
        subscribe_all(shop, (topic.name for topic in TOPICS if topic.by_api))
        shop.url = url  # type: ignore[attr-defined]
        yield shop


def take_in(world: World, ear: Ear, order: list[int] | None = None) -> list[WebhookEvent]:
    """Hand what the store has sent to the receiver (in another order, if asked for), and work it off."""
    assert world.webhooks.queue.settle(240)
    heard, ear.heard = ear.heard, []
    for headers, body in [heard[place] for place in order] if order else heard:
        told = {name: value for name, value in headers.items() if name.startswith("x-shopify")}
        assert receiver.post(body, told).status_code == 200
    seen = WebhookEvent.objects.order_by("id").last()
    while drain():
        pass
    return list(WebhookEvent.objects.filter(pk__lte=seen.pk if seen else 0).order_by("id"))


def place(world: World, units: int = 1) -> Any:
    shirt = next(iter(world.store.products.values()))
    return place_order.place_order(world.store, [(variants(world.store, shirt)[0], units)], email="ada@example.com")


def test_an_order_of_the_shop_is_one_of_ours(world: World, ear: Ear, shop: Shop) -> None:
    order = place(world)
    events = take_in(world, ear)
    assert {event.state for event in events} <= {State.DONE, State.IGNORED}
    ours = OrderHeader.objects.get(shop=shop, gid=order.gid)
    assert ours.name == order.name and ours.grand_total == order.total_price
    stock = ("products/update", "inventory_levels/update")  # of what was sold, there is less now
    about = [event for event in events if event.topic not in stock]
    assert [event.lane for event in about] == [f"order:{order.id}"] * len(about)
    assert sum(len(event.effects) for event in about) == 1, "the first tells all, the others find nothing newer"


def test_cancelled_before_created_is_cancelled(world: World, ear: Ear, shop: Shop) -> None:
    order = place(world)
    assert world.webhooks.queue.settle(240)
    cancellation.cancel_order(world.store, order, reason="CUSTOMER", restock=True, refund=False)
    assert world.webhooks.queue.settle(240)
    events = take_in(world, ear, list(range(len(ear.heard)))[::-1])
    assert {event.state for event in events} <= {State.DONE, State.IGNORED}
    ours = OrderHeader.objects.get(shop=shop, gid=order.gid)
    assert ours.cancelled_at is not None and ours.status == "ORDER_CANCELLED"
    for event in events:
        replay_event(event.pk, COMMAND_LINE)
    take_in(world, ear)
    assert OrderHeader.objects.count() == 1


def test_a_deleted_product_is_discontinued_if_it_is_gone(world: World, ear: Ear, shop: Shop) -> None:
    product = next(iter(world.store.products.values()))
    parent = Product.objects.create(store=shop.store, name="Linen Shirt", is_virtual=True)
    Product.objects.create(store=shop.store, name="S", is_variant=True, parent=parent)
    ShopProduct.objects.create(shop=shop, gid=product.gid, kind="PRODUCT", product=parent)
    body = json.dumps({"id": product.id}).encode()
    told = {"X-Shopify-Topic": "products/delete", "X-Shopify-Shop-Domain": shop.domain}
    told["X-Shopify-Hmac-Sha256"] = sign(body, SECRET)
    receiver.post(body, told)
    (event,) = take_in(world, ear)
    assert event.state == State.IGNORED and "still has" in event.error
    products.delete_product(world.store, product)
    events = take_in(world, ear)
    assert [event.state for event in events] == [State.IGNORED, State.DONE]
    assert Product.objects.filter(discontinued_at__isnull=False).count() == 2


def test_the_end_of_a_bulk_operation_wakes_the_run_that_waits(world: World, ear: Ear, shop: Shop) -> None:
    gid = "gid://shopify/BulkOperation/77"
    run = JobRun.objects.create(key="initial_load.import_orders", shop=shop, cursor={"operation": gid})
    JobRun.objects.filter(pk=run.pk).update(due_at="2090-01-01T00:00Z")
    body = json.dumps({"admin_graphql_api_id": gid, "status": "completed"}).encode()
    told = {"X-Shopify-Topic": "bulk_operations/finish", "X-Shopify-Shop-Domain": shop.domain}
    told["X-Shopify-Hmac-Sha256"] = sign(body, SECRET)
    receiver.post(body, told)
    (event,) = take_in(world, ear)
    assert event.state == State.DONE and event.effects[0]["reference"] == f"run {run.pk}"
    run.refresh_from_db()
    assert run.due_at.year < 2090


def test_an_uninstalled_app_is_believed_only_by_shopify(world: World, ear: Ear, shop: Shop) -> None:
    url = shop.url  # type: ignore[attr-defined]
    world.store.announce("app/uninstalled", world.store.shop)
    (event,) = take_in(world, ear)
    assert event.state == State.IGNORED and "still opens" in event.error
    requests.post(f"{url}/__sandbox/webhooks/uninstall", timeout=240)
    WebhookEvent.objects.all().delete()
    (event,) = take_in(world, ear)
    assert event.state == State.DONE
    mine = ShopifyConnection.objects.get(shop=shop)
    assert not mine.access_token and mine.status == ConnectionStatus.NEEDS_ATTENTION
    assert mine.client_secret, "shop/redact will be signed with it"
    assert Pause.objects.get(shop=shop).ends_at is None


def test_an_app_that_is_back_has_its_webhooks_again_and_no_removal_is_told(
    world: World, ear: Ear, shop: Shop, settings: Any
) -> None:
    url = shop.url  # type: ignore[attr-defined]
    wanted = shop.webhook_subscriptions.filter(wanted=True)
    many = wanted.filter(present=True).count()
    requests.post(f"{url}/__sandbox/webhooks/uninstall", timeout=240)
    assert take_in(world, ear)[-1].state == State.DONE
    assert wanted.count() == many and not shop.webhook_subscriptions.exclude(gid="", present=False).exists()
    requests.post(f"{url}/__sandbox/webhooks/install", timeout=240)
    onboarding.connect(shop.domain, onboarding.Credentials("shpat_sandbox", "sandbox-key", SECRET), base_url=url)
    run = JobRun.objects.create(key="miscellaneous.reconcile_subscriptions", shop=shop)
    execute(run.pk, registry.find, lambda row: "")
    run.refresh_from_db()
    assert (run.state, run.counters.get("removed", 0), run.counters["created"]) == (State.DONE, 0, many)
    assert wanted.filter(present=True).count() == many == len(world.webhooks.subscriptions("sandbox-key"))
    assert not shop.webhook_subscriptions.exclude(removals=0, removed_at=None).exists()


def told_by_law(shop: Shop, world: World, topic: str, ear: Ear) -> WebhookEvent:
    url = shop.url  # type: ignore[attr-defined]
    customer = next(iter(world.store.customers.values()))
    asked = {"topic": topic, "address": ear.address, "customer_id": customer.id}
    assert requests.post(f"{url}/__sandbox/webhooks/privacy", json=asked, timeout=240).status_code == 201
    return take_in(world, ear)[-1]


def everywhere(text: str) -> list[str]:
    """Tables in which the text stands, in any column of any row; byte columns by their own bytes."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM public."{table}" t WHERE t::text ILIKE %s', [f"%{text}%"])
            (many,) = cursor.fetchone()
            if many:
                found.append(table)
        cursor.execute("SELECT count(*) FROM webhooks_webhookevent WHERE position(%s in body) > 0", [text.encode()])
        if cursor.fetchone()[0]:
            found.append("webhooks_webhookevent.body")
    return found


def test_a_customer_to_be_forgotten_is_found_nowhere(world: World, ear: Ear, shop: Shop) -> None:
    customer = next(iter(world.store.customers.values()))
    customer.first_name, customer.last_name, customer.email = "Zz", "Canary", "canary@example.com"
    order = next(iter(world.store.orders.values()))
    order.email, order.note = "canary@example.com", "for Zz Canary"
    order.shipping_address.first_name, order.shipping_address.last_name = "Zz", "Canary"  # type: ignore[union-attr]
    world.store.touch(order)
    world.store.announce("orders/updated", order)
    take_in(world, ear)
    run = JobRun.objects.create(key="x", shop=shop)
    FailedRecord.objects.create(run=run, reference="1", reason="X", message="Zz Canary", raw="canary@example.com")
    RunLog.objects.create(run=run, text="Told canary@example.com")
    assert {"oms_orderheader", "webhooks_webhookevent.body"} <= set(everywhere("canary"))
    event = told_by_law(shop, world, "customers/redact", ear)
    assert event.state == State.DONE
    assert everywhere("canary") == []
    proof = ComplianceRequest.objects.get(duty=Duty.CUSTOMER_REDACT)
    assert proof.done_at and proof.certificate["orders"] == 1 and proof.certificate["payloads"] >= 1
    assert OrderHeader.objects.get(gid=order.gid).grand_total == order.total_price


def test_a_question_about_data_stays_open_for_a_person(world: World, ear: Ear, shop: Shop) -> None:
    event = told_by_law(shop, world, "customers/data_request", ear)
    duty = ComplianceRequest.objects.get(event=event)
    assert duty.done_at is None and (duty.due_at - event.created_at).days == 30


def test_a_shop_to_be_forgotten(world: World, ear: Ear, shop: Shop) -> None:
    place(world)
    take_in(world, ear)
    event = told_by_law(shop, world, "shop/redact", ear)
    assert event.state == State.DONE
    assert not OrderHeader.objects.exclude(customer_email="").exists()
    assert not WebhookEvent.objects.exclude(body=b"").exists()
    assert WebhookSubscription.objects.filter(shop=shop).exists()


def test_an_old_request_to_forget_a_shop_is_believed_only_while_the_app_is_gone(
    world: World, ear: Ear, shop: Shop
) -> None:
    first = told_by_law(shop, world, "shop/redact", ear)
    WebhookEvent.objects.update(created_at=F("created_at") - timedelta(days=90))
    order = place(world)
    take_in(world, ear)
    again = told_by_law(shop, world, "shop/redact", ear)
    assert bytes(again.digest) == bytes(first.digest)
    assert again.state == State.IGNORED and "installed there again" in again.error
    assert OrderHeader.objects.get(gid=order.gid).customer_email == "ada@example.com"
    requests.post(f"{shop.url}/__sandbox/webhooks/uninstall", timeout=240)  # type: ignore[attr-defined]
    take_in(world, ear)
    assert told_by_law(shop, world, "shop/redact", ear).state == State.DONE
    assert not OrderHeader.objects.exclude(customer_email="").exists()


def test_a_body_under_the_header_of_another_shop_does_nothing_there(
    world: World, ear: Ear, shop: Shop, settings: Any
) -> None:
    """All shops of one app share its secret, so the signature is good: only the shop itself can say what it has."""
    with running(World(small_store())) as url:
        settings.SANDBOX_URL = url
        opened_by = onboarding.Credentials("shpat_sandbox", "sandbox-key", SECRET)
        other = onboarding.connect("other-store.myshopify.com", opened_by, base_url=url).shop
        for topic in TOPICS:
            other.webhook_subscriptions.create(topic=topic.name, wanted=True)
        order = place(world)
        assert world.webhooks.queue.settle(240)
        assert ear.heard
        ear.heard = [
            ({**told, "x-shopify-shop-domain": other.domain}, body)
            for told, body in ear.heard
            if told["x-shopify-topic"].startswith("orders/")
        ]
        events = take_in(world, ear)
        assert events and {event.shop_id for event in events} == {other.pk}
        assert {event.state for event in events} <= {State.IGNORED, State.DEAD}
        assert all(event.error and not event.effects for event in events)
    assert not OrderHeader.objects.filter(gid=order.gid).exists()
