"""Subscriptions against the sandbox store, over HTTP: switched, moved, removed behind our back and mended."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from integrations import onboarding
from integrations.connections import client_for
from integrations.effects import Effect
from integrations.models import ConnectionStatus, ShopifyConnection, WebhookSubscription
from integrations.shopify import subscriptions
from jobmanager.celery import app
from jobs import prerequisites, registry, worker
from jobs.audit import COMMAND_LINE
from jobs.engine.execute import execute
from jobs.models import AuditLog, FailedRecord, JobRun, Pause, State
from oms.models import Shop
from sandbox.local_server import running
from sandbox.webhooks import subscriptions as store_subscriptions
from sandbox.world import World
from shopify_client.client import Client as ShopifyClient
from tests.console.support import user
from tests.sandbox.shops import small_store
from tests.subscribing import subscribe_all
from tests.waiting import until, waiting_for_a_lock
from webhooks import watch_subscriptions
from webhooks.services import NotPossible, acknowledge_removal, subscribe, unsubscribe
from webhooks.topics import TOPICS
from work import broker
from work.errors import Temporary
from work.item import ACTIVE

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "http://127.0.0.1:8001/hooks/shopify/"
KEY = "miscellaneous.reconcile_subscriptions"
TOPIC = "products/delete"


@pytest.fixture
def world() -> World:
    return World(small_store())


@pytest.fixture
def shop(world: World, settings: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.setattr(broker, "publish", lambda *args, **kwargs: True)
    with running(world) as url:
        settings.SANDBOX_URL, settings.WEBHOOK_ADDRESS = url, ADDRESS  # type: ignore[attr-defined]
        opened_by = onboarding.Credentials("shpat_sandbox", "sandbox-key", "sandbox-secret")
        yield onboarding.connect("demo-store.myshopify.com", opened_by, base_url=url).shop


def there(world: World) -> dict[str, str]:
    return {one.topic: one.uri for one in world.webhooks.subscriptions("sandbox-key")}


def reconcile(shop: Shop, dry: bool = False) -> JobRun:
    run = JobRun.objects.create(key=KEY, shop=shop, dry=dry)
    execute(run.pk, registry.find, lambda row: "")
    run.refresh_from_db()
    return run


def test_switching_a_topic_on_and_off(world: World, shop: Shop) -> None:
    row = subscribe(shop, TOPIC, COMMAND_LINE)
    assert there(world) == {"PRODUCTS_DELETE": ADDRESS}
    assert row.present and row.gid and row.address == ADDRESS and row.subscribed_at
    row = unsubscribe(shop, TOPIC, COMMAND_LINE)
    assert there(world) == {} and not row.present and not row.wanted
    assert subscribe(shop, TOPIC, COMMAND_LINE).present
    deeds = AuditLog.objects.filter(action__startswith="subscription.").values_list("action", flat=True)
    assert sorted(deeds) == ["subscription.unwanted", "subscription.wanted", "subscription.wanted"]


def test_what_the_shop_refuses_is_told_and_stays_wanted(world: World, shop: Shop) -> None:
    world.webhooks.plain_hosts = ()
    with pytest.raises(NotPossible, match="http:// is not supported"):
        subscribe(shop, TOPIC, COMMAND_LINE)
    row = WebhookSubscription.objects.get(shop=shop, topic=TOPIC)
    assert row.wanted and not row.present and "not supported" in row.error
    world.webhooks.plain_hosts = ("127.0.0.1",)
    assert reconcile(shop).state == State.DONE
    row.refresh_from_db()
    assert row.present and row.error == ""


@pytest.mark.parametrize("address", ["", "http://jobs.example.com/", "ftp://x/", "https://[broken"])
def test_without_an_address_nothing_is_subscribed(world: World, shop: Shop, settings: object, address: str) -> None:
    settings.WEBHOOK_ADDRESS = address  # type: ignore[attr-defined]
    with pytest.raises(NotPossible, match="WEBHOOK_ADDRESS"):
        subscribe(shop, TOPIC, COMMAND_LINE)
    assert there(world) == {}
    assert not WebhookSubscription.objects.filter(wanted=True).exists()


def test_however_much_differs_a_comparison_takes_four_statements(world: World, shop: Shop) -> None:
    subscribe_all(shop, (topic.name for topic in TOPICS if topic.by_api))
    remotes, counts = subscriptions.listed(client_for(shop)), []
    for there, removed in ((remotes, 0), ([], len(remotes)), (remotes, 0)):
        with transaction.atomic(), CaptureQueriesContext(connection) as asked:
            assert len(subscriptions.compare(shop, there, ADDRESS).removed) == removed
        counts.append(len(asked))
    # What is wanted, what is known, what differs (if anything does), and when it was looked at.
    assert len(remotes) > 10 and counts == [3, 4, 4]


def test_topics_that_can_not_be_subscribed(shop: Shop) -> None:
    for topic in ("customers/redact", "carts/update"):
        with pytest.raises(NotPossible):
            subscribe(shop, topic, COMMAND_LINE)


def test_what_every_shop_needs_is_subscribed_without_asking(world: World, shop: Shop) -> None:
    run = reconcile(shop)
    assert run.state == State.DONE and run.counters["created"] == 2
    assert there(world) == {"APP_UNINSTALLED": ADDRESS, "BULK_OPERATIONS_FINISH": ADDRESS}
    again = reconcile(shop)
    assert "created" not in again.counters and again.counters["read"] == 2


def test_what_shopify_removed_is_back_and_told_until_somebody_has_seen_it(
    world: World, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed = sys.modules["integrations.shopify.subscriptions.topics"]
    monkeypatch.setitem(handed._known, TOPIC, handed.Known(TOPIC, backed_by="orders.new_orders"))
    subscribe(shop, TOPIC, COMMAND_LINE)
    for one in world.webhooks.subscriptions("sandbox-key"):
        world.webhooks.forget(one)
    run = reconcile(shop)
    assert run.counters["removed"] == 1 and there(world)["PRODUCTS_DELETE"] == ADDRESS
    assert run.logs.filter(level="warning", text__contains=TOPIC).exists()
    row = WebhookSubscription.objects.get(shop=shop, topic=TOPIC)
    assert row.present and row.removed_at and row.removals == 1
    started = JobRun.objects.get(key="orders.new_orders")
    assert started.origin == "job"
    asked = AuditLog.objects.get(action="run.requested", object_id=started.pk)
    assert (asked.actor_name, asked.after["job"]) == (KEY, "orders.new_orders")
    assert acknowledge_removal(shop, TOPIC, COMMAND_LINE).removed_at is None
    for topic in (TOPIC, "carts/update", ""):
        with pytest.raises(NotPossible, match=f"has not removed {topic or 'a topic without a name'}, or"):
            acknowledge_removal(shop, topic, COMMAND_LINE)


@pytest.mark.parametrize("dry", [False, True])
def test_what_was_missed_is_fetched_though_the_first_try_failed(
    world: World, shop: Shop, monkeypatch: pytest.MonkeyPatch, dry: bool
) -> None:
    handed = sys.modules["integrations.shopify.subscriptions.topics"]
    monkeypatch.setitem(handed._known, TOPIC, handed.Known(TOPIC, backed_by="orders.new_orders"))
    subscribe(shop, TOPIC, COMMAND_LINE)
    reconcile(shop)
    forget(world, "PRODUCTS_DELETE")
    job = sys.modules["jobs.catalog.miscellaneous.reconcile_subscriptions"]
    send_all = job.send_all

    def shop_is_down(*args: Any) -> None:
        raise Temporary("503")

    monkeypatch.setattr(job, "send_all", shop_is_down)
    run = reconcile(shop, dry=dry)
    assert run.state == State.PENDING
    monkeypatch.setattr(job, "send_all", send_all)
    JobRun.objects.filter(pk=run.pk).update(due_at=timezone.now() - timedelta(minutes=1))
    execute(run.pk, registry.find, lambda row: "")
    run.refresh_from_db()
    assert (run.state, run.counters["read"], run.counters["removed"]) == (State.DONE, 2, 1)
    assert run.logs.filter(text__contains="has removed").count() == 1
    assert run.changes.filter(kind="run", action="started", reference="orders.new_orders").count() == 1
    assert JobRun.objects.filter(key="orders.new_orders").exists() is not dry


def test_a_dry_run_changes_nothing_anywhere(world: World, shop: Shop) -> None:
    before = world.store.dump()
    run = reconcile(shop, dry=True)
    assert run.state == State.DONE and run.counters["sent"] == 2
    assert world.store.dump() == before
    assert not WebhookSubscription.objects.exists() and not Effect.objects.exists()
    shown = {change.reference.split(":")[3] for change in run.changes.filter(kind="outside")}
    assert shown == {"app/uninstalled", "bulk_operations/finish"}


def test_a_new_address_moves_them(world: World, shop: Shop, settings: object) -> None:
    subscribe(shop, TOPIC, COMMAND_LINE)
    for address in (ADDRESS + "b/", ADDRESS, ADDRESS + "b/"):
        settings.WEBHOOK_ADDRESS = address  # type: ignore[attr-defined]
        assert reconcile(shop).state == State.DONE
        assert set(there(world).values()) == {address}
        assert len(there(world)) == 3


def test_an_answer_that_got_lost_makes_no_second_one(world: World, shop: Shop) -> None:
    world.faults.plant({"kind": "cut_after", "match": {"root": "webhookSubscriptionCreate"}})
    with pytest.raises(NotPossible):
        subscribe(shop, TOPIC, COMMAND_LINE)
    assert there(world) == {"PRODUCTS_DELETE": ADDRESS}
    assert reconcile(shop).state == State.DONE
    topics = [one.topic for one in world.webhooks.subscriptions("sandbox-key")]
    assert topics.count("PRODUCTS_DELETE") == 1
    assert WebhookSubscription.objects.get(shop=shop, topic=TOPIC).present


def test_subscriptions_that_go_elsewhere_are_left_alone(world: World, shop: Shop) -> None:
    other = {"uri": "https://staging.example.com/"}
    store_subscriptions.create(world.store, "sandbox-key", "PRODUCTS_DELETE", other, ())
    subscribe(shop, TOPIC, COMMAND_LINE)
    run = reconcile(shop)
    assert run.logs.filter(text__contains="left alone").exists()
    assert len(world.webhooks.subscriptions("sandbox-key")) == 4
    unsubscribe(shop, TOPIC, COMMAND_LINE)
    assert "https://staging.example.com/" in there(world).values()


def test_one_refusal_does_not_stop_the_others(world: World, shop: Shop) -> None:
    store_subscriptions.create(
        world.store, "sandbox-key", "APP_UNINSTALLED", {"uri": ADDRESS, "filter": "x"}, ("127.0.0.1",)
    )
    world.faults.plant(
        {"kind": "access_denied", "match": {"field": "Mutation.webhookSubscriptionCreate"}, "scope": "read_products"}
    )
    run = reconcile(shop)
    assert run.state == State.DONE
    assert FailedRecord.objects.filter(run=run, reason="REFUSED").count() == 1


def by_command(url: str) -> None:
    call_command(
        "connect_shop", "--domain", "demo-store.myshopify.com", "--token", "shpat_sandbox", "--client-id",
        "sandbox-key", "--client-secret", "sandbox-secret", "--base-url", url,
    )  # fmt: skip


def on_the_page(_url: str) -> None:
    client = Client()
    client.force_login(user("admin"))
    keys = {"token": "shpat_sandbox", "client_id": "sandbox-key", "client_secret": "sandbox-secret", "sandbox": "1"}
    page = client.post("/settings/shops/", {"domain": "demo-store.myshopify.com", **keys}, follow=True)
    assert "Its webhooks are being subscribed." in page.content.decode()


@pytest.mark.parametrize("connect", [by_command, on_the_page])
def test_a_shop_that_is_connected_gets_what_every_shop_has(
    world: World, shop: Shop, settings: Any, connect: Callable[[str], None]
) -> None:
    assert not JobRun.objects.exists() and there(world) == {}
    connect(settings.SANDBOX_URL)
    run = JobRun.objects.get(key=KEY, shop=shop, state=State.PENDING)
    assert AuditLog.objects.filter(action="run.requested", object_id=str(run.pk)).exists()
    many = JobRun.objects.count()
    by_command(settings.SANDBOX_URL)
    assert JobRun.objects.count() == many, "one that is in line already is enough"
    execute(run.pk, registry.find, lambda row: "")
    assert set(there(world)) == {"APP_UNINSTALLED", "BULK_OPERATIONS_FINISH"}


def test_without_an_address_nothing_is_asked_for(shop: Shop, settings: Any) -> None:
    settings.WEBHOOK_ADDRESS = ""
    by_command(settings.SANDBOX_URL)
    assert not JobRun.objects.exists()


def forget(world: World, topic: str) -> None:
    """As Shopify does it, without a word."""
    for one in world.webhooks.subscriptions("sandbox-key"):
        if one.topic == topic:
            world.webhooks.forget(one)


def a_minute_later() -> None:
    ShopifyConnection.objects.update(looked_at=F("looked_at") - watch_subscriptions.EVERY)


def test_a_subscription_that_is_missed_is_back_within_a_minutes_look(world: World, shop: Shop) -> None:
    subscribe(shop, TOPIC, COMMAND_LINE)
    assert watch_subscriptions.look() == [], "nothing is missed"
    forget(world, "PRODUCTS_DELETE")
    assert watch_subscriptions.look() == [], "it has just been looked at"
    a_minute_later()
    [run] = watch_subscriptions.look()
    assert (run.key, run.shop, run.origin, run.requested_by) == (KEY, shop, "webhook", None)
    assert AuditLog.objects.get(action="run.requested").actor_name == "system"
    a_minute_later()
    assert watch_subscriptions.look() == [run], "the one under way is enough"
    execute(run.pk, registry.find, prerequisites.refusal)
    assert there(world)["PRODUCTS_DELETE"] == ADDRESS
    assert WebhookSubscription.objects.get(shop=shop, topic=TOPIC).removals == 1
    a_minute_later()
    assert watch_subscriptions.look() == []


def test_a_preview_under_way_is_no_answer_to_a_missed_one(world: World, shop: Shop) -> None:
    subscribe(shop, TOPIC, COMMAND_LINE)
    forget(world, "PRODUCTS_DELETE")
    preview = JobRun.objects.create(key=KEY, shop=shop, dry=True, started_at=timezone.now())
    [run] = watch_subscriptions.look()
    assert run != preview and not run.dry


def test_what_nobody_wants_is_not_missed(world: World, shop: Shop) -> None:
    subscribe(shop, TOPIC, COMMAND_LINE)
    forget(world, "PRODUCTS_DELETE")
    WebhookSubscription.objects.filter(topic=TOPIC).update(wanted=False)
    assert watch_subscriptions.look() == []


@pytest.mark.parametrize("why", ["paused", "dead", "silent", "refused", "inactive"])
def test_a_look_asks_for_nothing_where_a_person_has_to_act_first(world: World, shop: Shop, why: str) -> None:
    subscribe(shop, TOPIC, COMMAND_LINE)
    forget(world, "PRODUCTS_DELETE")
    if why == "paused":
        Pause.objects.create(category="miscellaneous", reason="Stocktaking", paused_by="ann")
    elif why == "dead":
        JobRun.objects.create(key=KEY, shop=shop, state=State.DEAD, finished_at=timezone.now())
    elif why == "silent":
        world.faults.plant({"kind": "access_denied", "match": {"field": "QueryRoot.webhookSubscriptions"}})
    elif why == "refused":
        ShopifyConnection.objects.update(status=ConnectionStatus.NEEDS_ATTENTION)
    else:
        Shop.objects.update(is_active=False)
    assert watch_subscriptions.look() == []
    assert not JobRun.objects.filter(key=KEY, state__in=ACTIVE).exists()


def test_of_many_workers_one_looks(world: World, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them find that it is the shop's turn before the first one has said that it looks."""
    subscribe(shop, TOPIC, COMMAND_LINE)
    asked: list[int] = []
    listed = subscriptions.listed

    def counted(client: ShopifyClient) -> list[subscriptions.Remote]:
        asked.append(1)
        return listed(client)

    def one_worker() -> None:
        watch_subscriptions.look()
        connection.close()

    monkeypatch.setattr(subscriptions, "listed", counted)
    with ThreadPoolExecutor(4) as workers:
        with transaction.atomic():
            ShopifyConnection.objects.select_for_update().get()
            started = [workers.submit(one_worker) for _ in range(4)]
            until("all four wait", lambda: waiting_for_a_lock() == 4)
        for ended in started:
            ended.result()
    assert len(asked) == 1


def test_every_worker_looks_beside_its_work(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: dict[str, object] = {}
    monkeypatch.setattr(worker.heartbeats, "in_background", lambda name, work, ending: begun.update({name: work}))
    app.loader.import_default_modules()
    worker._begin()
    assert begun["webhook subscriptions"] is watch_subscriptions.look
