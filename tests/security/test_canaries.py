"""Secrets and a customer go through imports, webhooks and failures of both, and come out where they belong alone."""

import json
import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from integrations import onboarding
from integrations.models import ShopifyConnection, WebhookSubscription
from jobs.models import FailedRecord, JobRun, RunLog, State
from oms.models import OrderHeader, ReturnItem
from sandbox.access.apps import CLIENT_ID, App
from sandbox.access.tokens import Grant
from sandbox.rules.fulfillment import fulfil
from sandbox.rules.order_details import update_order
from sandbox.rules.return_lines import ReturnWish
from sandbox.rules.returns import request_return
from sandbox.state.records import Order
from sandbox.webhooks.payloads import build
from shopify_client.webhooks import sign
from tests import receiver
from tests.console.support import user
from tests.orders.market import Market
from tests.receiver import Receiver
from tests.sandbox.shops import address
from tests.security.canary import (
    EMAIL,
    FIRST,
    LAST,
    PERSON,
    PHONE,
    SECRETS,
    STREET,
    broker,
    crawl,
    in_text,
    tables_with,
)
from webhooks import wake
from webhooks.models import ComplianceRequest, WebhookEvent
from webhooks.processing.handle import drain
from webhooks.topics import BY_NAME

pytestmark = pytest.mark.django_db(transaction=True)
# Where a customer may stand: the orders themselves, and texts kept to be looked at and tried again.
AT_HOME = {
    "oms_orderheader.customer_name", "oms_orderheader.customer_email", "oms_orderheader.customer_phone",
    "oms_orderheader.note", "oms_orderaddress.name", "oms_orderaddress.address1", "oms_orderaddress.phone",
    "oms_returnitem.note", "webhooks_webhookevent.body", "jobs_failedrecord.raw",
}  # fmt: skip


@pytest.fixture
def shop(
    market: Market, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> Market:
    """Connected by canaries: token and secrets are used, not only kept. Everything logged is caught."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(wake, "drain", lambda: True)
    market.world.access.tokens[SECRETS["access token"]] = Grant(CLIENT_ID)
    market.world.access.apps[CLIENT_ID] = App(CLIENT_ID, SECRETS["client secret"])
    known = ShopifyConnection.objects.get(shop=market.shop)
    known.client_id = CLIENT_ID
    known.access_token, known.client_secret = SECRETS["access token"], SECRETS["client secret"]
    known.previous_client_secret = SECRETS["secret before"]
    known.save()
    for topic in BY_NAME:
        WebhookSubscription.objects.update_or_create(shop=market.shop, topic=topic, defaults={"wanted": True})
    return market


def bought(market: Market) -> Order:
    """By the canary, whose data stand wherever a customer's can."""
    market.buyer.first_name, market.buyer.last_name, market.buyer.email = FIRST, LAST, EMAIL
    where = address(first_name=FIRST, last_name=LAST, address1=STREET, phone=PHONE)
    order = market.place(email=EMAIL, shipping_address=where)
    update_order(market.store, order, phone=PHONE, note=f"Ring for Ms {LAST}")
    return order


def post(topic: str, body: bytes, secret: str) -> int:
    told = {
        "X-Shopify-Topic": topic,
        "X-Shopify-Shop-Domain": "demo-store.myshopify.com",
        "X-Shopify-Hmac-Sha256": sign(body, secret),
        "X-Shopify-Webhook-Id": str(uuid.uuid4()),
        "X-Shopify-Event-Id": str(uuid.uuid4()),
    }
    return receiver.post(body, told).status_code


def told_of(market: Market, topic: str, record: Any, **extra: Any) -> bytes:
    return json.dumps(build(market.store, topic, record, extra)).encode()


@contextmanager
def refusing_the_customer() -> Iterator[None]:
    """The database refuses the canary's orders, and says so in a sentence that quotes the whole row."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"ALTER TABLE oms_orderheader ADD CONSTRAINT canary CHECK (customer_email <> '{EMAIL}') NOT VALID"
        )
    try:
        yield
    finally:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE oms_orderheader DROP CONSTRAINT canary")


def webhooks_fail(market: Market, order: Order) -> None:
    """Refused by the database, by the signature, for its form and for its shape; with the token refused, too."""
    body = told_of(market, "orders/create", order)
    assert EMAIL.encode() in body or LAST.encode() in body
    with refusing_the_customer():
        assert post("orders/create", body, SECRETS["client secret"]) == 200
        drain()
    assert WebhookEvent.objects.get().state == State.PENDING, "the database was to refuse it"
    assert post("orders/create", body, "another secret") == 401
    assert post("orders/updated", body[:-1], SECRETS["secret before"]) == 200
    assert post("orders/edited", body, SECRETS["client secret"]) == 200
    drain()
    assert WebhookEvent.objects.filter(state=State.DEAD).count() == 2


def imports_fail(market: Market) -> None:
    """Refused by the database, by a shop that answers 500, and by one that takes the token no more."""
    run = market.begin("orders.new_orders")
    with refusing_the_customer():
        market.attempt(run)
    market.world.faults.plant({"kind": "server_error", "times": 40})
    market.attempt(market.begin("orders.update_orders"))
    market.world.faults.clear()
    market.world.access.revoke(SECRETS["access token"])
    market.attempt(market.begin("orders.cancelled_orders"))
    market.world.access.tokens[SECRETS["access token"]] = Grant(CLIENT_ID)
    onboarding.verify(ShopifyConnection.objects.get(shop=market.shop))


def live_through(market: Market) -> Order:
    order = bought(market)
    webhooks_fail(market, order)
    imports_fail(market)
    JobRun.objects.filter(state=State.PENDING).update(state=State.IGNORED, finished_at="2026-11-25T00:00Z")
    assert post("orders/updated", told_of(market, "orders/updated", order), SECRETS["client secret"]) == 200
    drain()
    market.run("initial_load.import_orders", status="any")
    fulfil(market.store, order, [(order.fulfillment_orders[0], None)])
    [part, *_] = order.fulfillments[0].lines
    wish = ReturnWish(fulfillment_line_id=part.id, quantity=1, customer_note=f"{LAST} finds it small")
    back = request_return(market.store, order, [wish])
    body = told_of(market, "returns/request", back, order=order)
    assert post("returns/request", body, SECRETS["client secret"]) == 200
    drain()
    return order


def refused(run: JobRun, reference: str) -> None:
    """A record that an import could not take in."""
    raw = json.dumps({"email": EMAIL, "lastName": LAST, "address1": STREET, "phone": PHONE})
    FailedRecord.objects.create(run=run, reference=reference, reason="REFUSED", message="Not taken", raw=raw)


def test_nothing_of_them_leaks(shop: Market, caplog: pytest.LogCaptureFixture) -> None:
    live_through(shop)
    assert OrderHeader.objects.filter(customer_email=EMAIL).count() == 1
    for secret in SECRETS.values():
        assert tables_with(secret) == set()
    for trace in PERSON:
        assert tables_with(trace) <= AT_HOME
    assert in_text(caplog.text, *SECRETS.values(), *PERSON) == []
    assert in_text(broker(), *SECRETS.values(), *PERSON) == []
    assert JobRun.objects.exclude(error="").count() >= 2, "imports were to fail"
    assert RunLog.objects.exists()


@pytest.mark.costly("walks through eighty pages, and for most of them is the first of its process")
def test_no_page_shows_a_secret_and_no_address_a_customer(shop: Market, caplog: pytest.LogCaptureFixture) -> None:
    live_through(shop)
    run = JobRun.objects.latest("id")
    refused(run, "1")
    client = Client()
    client.force_login(user("admin"))
    pages = crawl(client, "/", "/history/", "/webhooks/", "/orders/", f"/runs/{run.pk}/", f"/runs/{run.pk}/failed.csv")
    assert len(pages) > 20
    assert {address for address, page in pages.items() if in_text(page, *SECRETS.values())} == set()
    assert in_text("\n".join(pages), *PERSON) == []
    exported = pages[f"/runs/{run.pk}/failed.csv"]
    assert EMAIL in exported, "the export of failed records was not taken"
    assert in_text(caplog.text, *SECRETS.values(), *PERSON) == []
    assert in_text(broker(), *SECRETS.values(), *PERSON) == []


def test_what_is_held_of_a_customer_goes_to_the_operator_alone(shop: Market, caplog: pytest.LogCaptureFixture) -> None:
    """Asked for, looked at, downloaded and answered: no log, no audit row and no address says whose it was."""
    order = live_through(shop)
    customer = {"id": shop.buyer.id, "email": EMAIL, "phone": PHONE}
    told = {"shop_id": 1, "shop_domain": shop.shop.domain, "customer": customer, "orders_requested": [order.id]}
    assert post("customers/data_request", json.dumps(told).encode(), SECRETS["client secret"]) == 200
    drain()
    client = Client()
    client.force_login(user("operator"))
    duty = ComplianceRequest.objects.get()
    page = f"/webhooks/privacy/{duty.pk}/"
    pages = crawl(client, page, "/webhooks/privacy/", most=20)
    assert EMAIL in pages[page] and in_text("\n".join(pages), *PERSON) == []
    taken = client.post(f"{page}download/").content.decode()
    assert in_text(taken, *PERSON) == list(PERSON) and in_text(taken, *SECRETS.values()) == []
    client.post(f"{page}done/", {"how": "By letter"})
    duty.refresh_from_db()
    assert duty.done_at and bytes(duty.event.body) == b""
    for trace in PERSON:
        assert tables_with(trace) <= AT_HOME
    assert in_text(caplog.text, *SECRETS.values(), *PERSON) == []
    assert in_text(broker(), *SECRETS.values(), *PERSON) == []


def test_after_the_redaction_nobody_knows_the_customer(shop: Market) -> None:
    order = live_through(shop)
    assert ReturnItem.objects.exclude(note="").exists()
    run = JobRun.objects.latest("id")
    refused(run, order.name)
    RunLog.objects.create(run=run, text=f"Order {order.name} of {EMAIL}")
    body = json.dumps(
        {
            "shop_id": 1,
            "shop_domain": shop.shop.domain,
            "customer": {"id": shop.buyer.id, "email": EMAIL, "phone": PHONE},
            "orders_to_redact": [order.id],
        }
    ).encode()
    assert post("customers/redact", body, SECRETS["client secret"]) == 200
    drain()
    assert WebhookEvent.objects.get(topic="customers/redact").state == State.DONE
    for trace in PERSON:
        assert tables_with(trace) == set(), trace
    assert in_text(broker(), *PERSON) == []
    assert OrderHeader.objects.get(name=order.name).grand_total > 0
