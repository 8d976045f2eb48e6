"""Approval from the shop's checkout to the approved order, over HTTP: what the shop changes decides."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from oms.models import OrderHeader, OrderStatusHistory, ProductStore
from sandbox.rules.order_details import close_order, open_order, update_order
from sandbox.rules.payment import pay
from sandbox.state.records import Attribute
from tests.console.support import user
from tests.orders.market import Market
from webhooks.processing.handle import drain

pytestmark = pytest.mark.django_db(transaction=True)


def approve(market: Market) -> list[tuple[str, str]]:
    """What a run of the job shows: what became of each order, and why."""
    run = market.run("orders.approve_orders")
    return [(one.action, one.detail.get("reason", "")) for one in run.changes.all()]


def page(client: Client, order: OrderHeader) -> str:
    return client.get(reverse("console:order", args=[order.pk])).content.decode()


def by_job(market: Market) -> None:
    market.run("orders.update_orders", buffer_time=120)


def by_webhook(market: Market) -> None:
    market.told()
    drain()


@pytest.mark.parametrize("told", [by_job, by_webhook])
def test_an_unpaid_order_is_approved_once_it_is_paid(heard: Market, told: Callable[[Market], None]) -> None:
    viewer = Client()
    viewer.force_login(user("viewer"))
    order = heard.place(pay="pending")
    heard.run("orders.new_orders", frequency=120)
    reason = f"0.00 of {order.total_price} USD are authorised or settled"
    assert approve(heard) == [("not approved", reason)]
    waiting = heard.ours(order)
    assert (waiting.status, waiting.not_approved) == ("ORDER_CREATED", reason)
    assert f"Why it is not approved: {reason}" in page(viewer, waiting)

    heard.pass_by()
    pay(heard.store, order)
    told(heard)
    assert approve(heard) == [("approved", "")]
    approved = heard.ours(order)
    assert (approved.status, approved.not_approved) == ("ORDER_APPROVED", "")
    assert {status for _, _, status in heard.units(order)} == {"APPROVED"}
    history = OrderStatusHistory.objects.filter(order=approved, to_status="ORDER_APPROVED")
    assert history.get().actor == "orders.approve_orders"
    assert "Why it is not approved" not in page(viewer, approved)
    assert approve(heard) == []


def test_the_tag_that_the_shop_adds_approves(market: Market) -> None:
    ProductStore.objects.update(approval_rule="TAG", approval_tag="checked")
    order = market.place()
    market.run("orders.new_orders")
    assert approve(market) == [("not approved", 'The tag "checked" is missing')]
    market.pass_by()
    update_order(market.store, order, tags=["Checked"])
    by_job(market)
    assert approve(market) == [("approved", "")]
    assert market.ours(order).status == "ORDER_APPROVED"


def test_the_detail_that_the_shop_adds_approves(market: Market) -> None:
    ProductStore.objects.update(required_attributes=["ERP customer id"])
    order = market.place()
    market.run("orders.new_orders")
    assert approve(market) == [("not approved", 'It lacks "ERP customer id"')]
    market.pass_by()
    update_order(market.store, order, attributes=[Attribute(key="ERP customer id", value="C-7")])
    by_job(market)
    assert approve(market) == [("approved", "")]


def test_an_order_closed_in_the_shop_waits_until_it_is_opened(market: Market) -> None:
    order = market.place()
    market.run("orders.new_orders")
    market.pass_by()
    close_order(market.store, order)
    by_job(market)
    assert approve(market) == [("not approved", "The order is closed in the shop")]
    assert market.ours(order).not_approved == "The order is closed in the shop"
    market.pass_by()
    open_order(market.store, order)
    by_job(market)
    assert approve(market) == [("approved", "")]
