"""Each topic about orders: the event says which order, the store says what it is now."""

import json
from typing import Any

import pytest

from integrations.models import WebhookSubscription
from oms.models import OrderHeader, ReturnHeader
from sandbox.rules.cancellation import cancel_order
from sandbox.rules.captures import capture, void
from sandbox.rules.fulfillment import fulfil
from sandbox.rules.order_details import update_order
from sandbox.rules.order_edits import edit_order
from sandbox.rules.payment import fail_payment, pay
from sandbox.rules.refund_checks import Refunded
from sandbox.rules.refunds import refund
from sandbox.rules.return_lines import ReturnWish
from sandbox.rules.returns import request_return
from sandbox.state.records import Order
from sandbox.webhooks.payloads import build
from tests.orders.market import Market, line
from tests.webhooks.support import stored
from webhooks.models import WebhookEvent
from webhooks.processing.handle import drain
from webhooks.topics import BY_NAME

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def events(market: Market) -> list[tuple[str, bytes]]:
    """What the store tells from now on, as (topic, body)."""
    told: list[tuple[str, bytes]] = []

    def listen(topic: str, record: Any, extra: dict[str, Any]) -> None:
        if topic in BY_NAME:
            told.append((topic, json.dumps(build(market.store, topic, record, extra)).encode()))

    market.store.listeners.append(listen)
    for topic in BY_NAME:
        WebhookSubscription.objects.update_or_create(shop=market.shop, topic=topic, defaults={"wanted": True})
    return told


def deliver(market: Market, told: list[tuple[str, bytes]], *topics: str) -> list[WebhookEvent]:
    """Take the events of these topics up, in one go; the others are lost."""
    kept = [stored(market.shop, topic, body) for topic, body in told if topic in topics or not topics]
    told.clear()
    drain()
    return list(WebhookEvent.objects.filter(pk__in=[event.pk for event in kept]).order_by("id"))


def test_a_new_order_is_here_at_once(market: Market, events: list[tuple[str, bytes]]) -> None:
    order = market.place()
    [event] = deliver(market, events, "orders/create")
    assert (event.state, event.effects[0]["action"]) == ("done", "created")
    assert event.lane == f"order:{order.id}"
    assert event.effects[0]["object_id"] == str(market.ours(order).pk)
    assert market.unequal() == []


def test_twice_or_late_changes_nothing(market: Market, events: list[tuple[str, bytes]]) -> None:
    market.place()
    early = list(events)
    deliver(market, events)
    market.pass_by()
    again = [(topic, body.replace(b'"id"', b' "id"', 1)) for topic, body in early]
    assert {event.state for event in deliver(market, again)} == {"ignored"}
    assert OrderHeader.objects.count() == 1


@pytest.mark.parametrize("topic", ["order_transactions/create", "orders/paid", "orders/updated"])
def test_payment_status(market: Market, events: list[tuple[str, bytes]], topic: str) -> None:
    order = market.place(pay="authorized")
    deliver(market, events)
    assert market.ours(order).payments.get().status == "AUTHORIZED"
    market.pass_by()

    capture(market.store, order)
    told = deliver(market, events, topic)
    assert told and told[-1].state == "done"
    kinds = market.ours(order).payments.order_by("id").values_list("kind", "status")
    assert list(kinds) == [("AUTHORIZATION", "SETTLED"), ("CAPTURE", "SETTLED")]


PAYMENTS = "order_transactions/create"


def payments(market: Market, order: Order) -> list[tuple[str, str, str]]:
    """Kind, status and the gateway's error code."""
    return list(market.ours(order).payments.order_by("id").values_list("kind", "status", "error_code"))


def test_a_void_cancels_its_authorisation(market: Market, events: list[tuple[str, bytes]]) -> None:
    order = market.place(pay="authorized")
    deliver(market, events)
    market.pass_by()
    void(market.store, order)
    [event] = deliver(market, events, PAYMENTS)
    assert (event.state, event.lane) == ("done", f"order:{order.id}")
    assert payments(market, order) == [("AUTHORIZATION", "CANCELLED", ""), ("VOID", "CANCELLED", "")]
    assert market.unequal() == []
    assert market.counts("orders.approve_orders")["approved"] == 0


def test_a_refused_payment_is_declined_and_the_next_one_settles(
    market: Market, events: list[tuple[str, bytes]]
) -> None:
    order = market.place(pay="pending")
    deliver(market, events)
    before = payments(market, order)
    market.pass_by()
    fail_payment(market.store, order)
    [event] = deliver(market, events, PAYMENTS)
    assert event.state == "done"
    declined = ("SALE", "DECLINED", "CARD_DECLINED")
    assert payments(market, order) == [*before, declined]
    assert market.unequal() == []
    assert market.counts("orders.approve_orders")["approved"] == 0
    market.pass_by()
    pay(market.store, order)
    [event] = deliver(market, events, PAYMENTS)
    assert event.state == "done"
    assert payments(market, order)[len(before) :] == [declined, ("SALE", "SETTLED", "")]
    assert market.counts("orders.approve_orders")["approved"] == 1


def test_an_edit(market: Market, events: list[tuple[str, bytes]]) -> None:
    order = market.place()
    deliver(market, events)
    market.pass_by()
    edit_order(market.store, order, {line(order, "MUG").id: 0})
    [event] = deliver(market, events, "orders/edited")
    assert (event.state, event.lane) == ("done", f"order:{order.id}")
    assert ("MUG", 1, "CANCELLED") in market.units(order)


def test_two_changes_in_the_same_second_both_arrive(market: Market, events: list[tuple[str, bytes]]) -> None:
    order = market.place()
    deliver(market, events)
    update_order(market.store, order, note="first")
    deliver(market, events, "orders/updated")
    update_order(market.store, order, note="second")
    deliver(market, events, "orders/updated")
    assert market.ours(order).note == "second"


def test_a_cancellation_of_an_order_that_is_not_known(market: Market, events: list[tuple[str, bytes]]) -> None:
    order = market.place()
    cancel_order(market.store, order, reason="CUSTOMER", restock=True, refund=True)
    deliver(market, events, "orders/cancelled")
    assert market.ours(order).status == "ORDER_CANCELLED"
    assert market.unequal() == []


def test_refunds_and_returns(market: Market, events: list[tuple[str, bytes]]) -> None:
    order = market.place()
    fulfil(market.store, order, [(order.fulfillment_orders[0], None)])
    refund(market.store, order, [Refunded(line=line(order, "MUG"), quantity=1, restock_type="NO_RESTOCK")])
    [event] = deliver(market, events, "refunds/create")
    assert [one["kind"] for one in event.effects] == ["order", "return"]
    [part] = [one for one in order.fulfillments[0].lines if one.line_item_id == line(order, "LINEN-SHIRT-S").id]
    request_return(market.store, order, [ReturnWish(fulfillment_line_id=part.id, quantity=1)])
    [event] = deliver(market, events, "returns/request")
    assert event.state == "done"
    assert set(ReturnHeader.objects.values_list("status", flat=True)) == {"RETURN_COMPLETED", "RETURN_REQUESTED"}


def test_a_test_order_and_one_that_is_gone_are_ignored_with_the_reason(
    market: Market, events: list[tuple[str, bytes]]
) -> None:
    market.place(test=True)
    [event] = deliver(market, events, "orders/create")
    assert (event.state, event.error) == ("ignored", "It is a test order")
    gone = json.dumps({"id": 7, "admin_graphql_api_id": "gid://shopify/Order/7"}).encode()
    [event] = deliver(market, [("orders/updated", gone)])
    assert (event.state, event.error[:27]) == ("ignored", "The shop has no such order,")


@pytest.mark.parametrize("topic", sorted(name for name, one in BY_NAME.items() if one.page == "orders"))
def test_another_shape_under_the_topic_is_refused(market: Market, events: list[tuple[str, bytes]], topic: str) -> None:
    body = json.dumps({"id": 5, "admin_graphql_api_id": "gid://shopify/Product/5"}).encode()
    [event] = deliver(market, [(topic, body)])
    assert event.state == "dead" and event.error.startswith(f"This is no payload of {topic}: ")
