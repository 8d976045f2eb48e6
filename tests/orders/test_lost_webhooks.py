"""A day of the shop, its webhooks sent over HTTP: all of them, some lost, doubled and late, or none; then the jobs.

Whatever arrived, after one cycle of the jobs the OMS is what the store is.
"""

import random
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from integrations.models import WebhookSubscription
from jobs.alerts.watch import watch
from jobs.models import Alert, JobRun
from oms.models import InventoryLevel, OrderAdjustment, ReturnHeader
from sandbox.rules.cancellation import cancel_order
from sandbox.rules.captures import capture
from sandbox.rules.fulfillment import fulfil
from sandbox.rules.order_details import update_order
from sandbox.rules.order_edits import edit_order
from sandbox.rules.refund_checks import Refunded
from sandbox.rules.refunds import refund
from sandbox.rules.return_lines import ReturnWish
from sandbox.rules.returns import request_return
from sandbox.state.records import Order
from sandbox.webhooks import sender
from tests.orders.market import Market, line
from webhooks.models import WebhookEvent
from webhooks.processing.handle import drain

pytestmark = pytest.mark.django_db(transaction=True)
SMALL = "LINEN-SHIRT-S"
CYCLE = ("new_orders", "update_orders", "cancelled_orders", "cancelled_items", "returns")


def a_day(market: Market) -> None:
    chance, place = random.Random(3), next(iter(market.store.locations))

    def ship(order: Order) -> None:
        fulfil(market.store, order, [(order.fulfillment_orders[0], None)])

    def give_back(order: Order) -> None:
        ship(order)
        wish = Refunded(line=line(order, SMALL), quantity=1, restock_type="RETURN", location_id=place)
        refund(market.store, order, [wish])

    def ask_back(order: Order) -> None:
        ship(order)
        [mug] = [one for one in order.fulfillments[0].lines if one.line_item_id == line(order, "MUG").id]
        request_return(market.store, order, [ReturnWish(fulfillment_line_id=mug.id, quantity=1, reason="UNWANTED")])

    def take_off(order: Order) -> None:
        refund(market.store, order, [Refunded(line=line(order, SMALL), quantity=1, restock_type="CANCEL")])

    def make_good(order: Order) -> None:
        ship(order)
        refund(market.store, order, amount=Decimal("3.50"))

    deeds: list[Callable[[Order], Any]] = [
        ship,
        give_back,
        make_good,
        ask_back,
        take_off,
        lambda order: edit_order(market.store, order, {line(order, SMALL).id: 4}),
        lambda order: edit_order(market.store, order, {line(order, "MUG").id: 0}),
        lambda order: cancel_order(market.store, order, reason="CUSTOMER", restock=True, refund=True),
        lambda order: update_order(market.store, order, note="Ring twice", tags=["late"]),
        lambda order: market.ship_by(order, "Next Day"),
        lambda order: market.ship_by(order, "Pigeon"),
        lambda order: capture(market.store, order),
    ]
    for number, deed in enumerate(deeds * 2):
        order = market.place(pay="authorized" if number % len(deeds) == len(deeds) - 1 else "paid")
        market.pass_by(chance.choice([0, 0.5, 1]))
        deed(order)


@pytest.mark.costly("a day of the shop comes by webhooks, each written and handled, and then every job has its turn")
@pytest.mark.parametrize(
    ("plan", "arrived"),
    [
        ([], "all"),
        ([("webhook_lost", 0.05), ("webhook_doubled", 0.1), ("webhook_late", 1.0)], "some"),
        ([("webhook_lost", 1.0)], "none"),
    ],
)
def test_after_one_cycle_nothing_differs(heard: Market, plan: list[tuple[str, float]], arrived: str) -> None:
    for kind, probability in plan:
        heard.world.faults.plant({"kind": kind, "probability": probability, "times": None})
    a_day(heard)
    heard.pass_by(1)
    assert heard.world.webhooks.queue.settle(240)
    drain()
    events = WebhookEvent.objects.count()
    assert (events > 0) == (arrived != "none")
    assert not WebhookEvent.objects.exclude(state__in=("done", "ignored")).exists()
    if arrived == "all":
        assert heard.unequal() == [] == heard.unequal_returns()
    for key in CYCLE:
        heard.run(f"orders.{key}", frequency=120)
    assert heard.unequal() == [] == heard.unequal_returns()
    assert ReturnHeader.objects.count() == 4
    back = [one for order in heard.store.orders.values() for made in order.refunds for one in made.lines]
    restocked = sum(one.quantity for one in back if one.restock_type == "RETURN")
    assert restocked == 2
    assert sum(InventoryLevel.objects.values_list("qoh", flat=True)) == restocked


def test_money_without_units_is_kept_whichever_webhook_comes_first(heard: Market) -> None:
    """The payment's webhook brings the order as it is; the refund's then finds nothing new of it but the money."""
    order = heard.place()
    heard.pass_by()
    refund(heard.store, order, amount=Decimal("3.50"))
    heard.told()
    drain()
    assert OrderAdjustment.objects.get(kind="APPEASEMENT").amount == Decimal("-3.50")
    event = WebhookEvent.objects.get(topic="refunds/create")
    assert (event.state, [one["reference"] for one in event.effects]) == ("done", [order.name])
    assert heard.unequal_returns() == []


def test_what_a_job_finds_unheard_of_brings_a_removed_subscription_back(heard: Market) -> None:
    """Nobody waits for the hourly comparison: news without a webhook is reason enough to compare at once."""
    world, shop = heard.world, heard.shop
    subscription = WebhookSubscription.objects.filter(shop=shop, topic="orders/create")
    subscription.update(subscribed_at=timezone.now() - timedelta(hours=3))
    [gone] = [one for one in world.webhooks.subscriptions("sandbox-key") if one.topic == "ORDERS_CREATE"]
    world.webhooks.forget(gone)
    order = heard.place()
    heard.pass_by(1)
    run = heard.run("orders.new_orders", frequency=120)
    assert heard.ours(order) and run.counters["without_webhook"] == 1
    asked = JobRun.objects.get(key="miscellaneous.reconcile_subscriptions")
    assert heard.attempt(asked).state == "done"
    row = subscription.get()
    assert row.present and row.removals == 1
    watch()
    [told] = Alert.objects.filter(rule="webhooks")
    assert "orders/create" in told.text and "subscribed again" in told.text
    heard.run("orders.new_orders", frequency=120)
    assert JobRun.objects.filter(key="miscellaneous.reconcile_subscriptions").count() == 1


def test_an_answer_that_came_too_late_is_no_second_event(heard: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    """The row was written, but the store had stopped listening."""
    post, tries = sender.post, []

    def too_late(*given: Any) -> tuple[int | None, str]:
        answered = post(*given)
        tries.append(answered)
        return answered if len(tries) > 1 else (None, "no answer in time")

    monkeypatch.setattr(sender, "post", too_late)
    order = heard.place()
    heard.told()
    drain()
    topics = list(WebhookEvent.objects.values_list("topic", flat=True))
    assert len(tries) == len(topics) + 1
    assert {status for status, _ in tries} == {200}
    assert WebhookEvent.objects.filter(topic="orders/create").count() == 1
    assert heard.unequal() == [] and heard.ours(order)


def test_a_job_that_finds_nothing_new_asks_for_no_comparison(heard: Market) -> None:
    WebhookSubscription.objects.update(subscribed_at=timezone.now() - timedelta(hours=3))
    heard.place()
    heard.pass_by(1)
    heard.told()
    drain()
    run = heard.run("orders.new_orders", frequency=120)
    assert "without_webhook" not in run.counters
    assert not JobRun.objects.filter(key="miscellaneous.reconcile_subscriptions").exists()
