"""A customer asks what is held of them: from the signed delivery to the answer; who may see it, who was faster."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from console.presentation.audit import lines
from jobs.audit import Actor
from jobs.models import AuditLog, State
from oms.models import OrderHeader, OrderPaymentPreference, ReturnHeader, ReturnItem
from tests import receiver
from tests.console import support
from tests.oms import factories
from tests.webhooks.support import DOMAIN, connected_shop, headers, stored
from webhooks.models import ComplianceRequest, Duty, WebhookEvent
from webhooks.processing.handle import drain
from webhooks.services import answer_request

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("receiver")]
NUMBER, EMAIL, STREET = 7001002003, "zelda@canary.example", "77 Canary Wharf Steps"
CUSTOMER = f"gid://shopify/Customer/{NUMBER}"


@pytest.fixture
def bought() -> OrderHeader:
    """Two orders of the customer, one of them with something of everything; a third is somebody else's."""
    shop = connected_shop()
    factories.order("gid://shopify/Order/3", shop=shop, customer_name="Someone Else", customer_gid=f"{CUSTOMER}9")
    factories.order("gid://shopify/Order/2", shop=shop, name="#1002", order_date=timezone.now())
    order = factories.order("gid://shopify/Order/1", shop=shop, customer_gid=CUSTOMER, customer_email=EMAIL)
    order.addresses.create(kind="SHIPPING", name="Zelda Quillfeather", address1=STREET)
    factories.item(order, factories.ship_group(order), sku="SHIRT-1", product=factories.product(sku="SHIRT-1"))
    OrderPaymentPreference.objects.create(
        order=order, transaction_gid="gid://shopify/OrderTransaction/1", kind="SALE", status="SETTLED", amount="12.50"
    )
    back = ReturnHeader.objects.create(order=order, gid="gid://shopify/Return/1", status="RETURN_RECEIVED")
    ReturnItem.objects.create(header=back, gid="1", line_gid="1", quantity=1, note="Zelda finds it small")
    return order


def body(**more: Any) -> bytes:
    told = {"shop_id": 1, "shop_domain": DOMAIN, "customer": {"id": NUMBER, "email": EMAIL, "phone": "+15557013399"}}
    return json.dumps({**told, **more}).encode()


def deliver(topic: str, told: bytes) -> None:
    """As Shopify signs it, through the receiver and the worker."""
    signed = headers(told, topic)
    assert receiver.post(told, signed).status_code == 200
    drain()
    assert WebhookEvent.objects.latest("id").state == State.DONE


@pytest.fixture
def asked(bought: OrderHeader) -> ComplianceRequest:
    deliver("customers/data_request", body(orders_requested=[2]))
    return ComplianceRequest.objects.get()


def page(client: Client, name: str, *arguments: object) -> str:
    response = client.get(reverse(f"console:{name}", args=arguments))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def taken(client: Client, row: ComplianceRequest) -> Any:
    response = client.post(reverse("console:duty_download", args=[row.pk]))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Disposition"] == f'attachment; filename="request-{row.pk}.json"'
    return response.json()


def done(client: Client, row: ComplianceRequest, how: str) -> str:
    return client.post(reverse("console:duty_done", args=[row.pk]), {"how": how}, follow=True).content.decode()


def test_from_the_delivery_to_the_answer(operator: Client, asked: ComplianceRequest) -> None:
    assert page(operator, "pipeline").count("A customer asks what is held of them") == 1
    assert "The answer is due <span" in page(operator, "pipeline")
    assert reverse("console:duty", args=[asked.pk]) in page(operator, "privacy")
    assert reverse("console:duty", args=[asked.pk]) in page(operator, "webhook_event", asked.event_id)
    shown = page(operator, "duty", asked.pk)
    assert EMAIL in shown and "2 orders with 1 address, 1 item, 1 payment and 1 return." in shown

    told = taken(operator, asked)
    assert told["shop"] == DOMAIN and told["customer"]["email"] == EMAIL
    [first, second] = told["orders"]
    assert first["name"] == "#1001" and second["name"] == "#1002", "one of theirs, one that the request names"
    assert first["addresses"][0]["address1"] == STREET
    assert first["items"][0]["sku"] == "SHIRT-1" and first["payments"][0]["amount"] == "12.5000"
    assert first["returns"][0]["items"][0]["note"] == "Zelda finds it small"
    assert "Someone Else" not in json.dumps(told)

    assert "Say how the customer was told." in done(operator, asked, " ")
    asked.refresh_from_db()
    assert asked.done_at is None
    assert "the customer was told what is held of them" in done(operator, asked, "Letter of Monday")
    asked.refresh_from_db()
    assert asked.done_at is not None
    assert bytes(asked.event.body) == b"", "the request names the person, too"
    assert "asks what is held of them" not in page(operator, "pipeline")
    assert "Nobody waits for an answer." in page(operator, "privacy")
    shown = page(operator, "duty", asked.pk)
    assert "Letter of Monday" in shown and EMAIL not in shown and "Download</button>" not in shown
    kept = AuditLog.objects.filter(action__startswith="compliance.").order_by("id")
    actions = ["compliance.data_request", "compliance.exported", "compliance.answered"]
    assert list(kept.values_list("action", flat=True)) == actions
    assert EMAIL not in str(list(kept.values()))
    assert lines(kept)[2].url == reverse("console:duty", args=[asked.pk])


def test_whoever_comes_second_learns_who_was_first(operator: Client, asked: ComplianceRequest) -> None:
    answer_request(asked.pk, Actor("bob"), "By phone")
    for name, sent in (("duty_done", {"how": "Letter"}), ("duty_download", {})):
        response = operator.post(reverse(f"console:{name}", args=[asked.pk]), sent, follow=True)
        assert "bob has answered this request already" in response.content.decode()
    assert AuditLog.objects.filter(action="compliance.answered").count() == 1
    assert not AuditLog.objects.filter(action="compliance.exported").exists()


def test_after_the_redaction_nothing_is_held(operator: Client, asked: ComplianceRequest) -> None:
    deliver("customers/redact", body(orders_to_redact=[2]))
    assert "Nothing: no order is of this customer" in page(operator, "duty", asked.pk)
    told = taken(operator, asked)
    assert told["orders"] == [] and told["customer"] == {}
    redacted = ComplianceRequest.objects.get(duty=Duty.CUSTOMER_REDACT)
    assert "It is done" in page(operator, "duty", redacted.pk)
    assert "it was done when it came" in done(operator, redacted, "x")


def test_it_is_grave_in_the_last_week(operator: Client, asked: ComplianceRequest) -> None:
    rows = ComplianceRequest.objects.filter(pk=asked.pk)
    for left, word in ((timedelta(days=8), "Open"), (timedelta(days=6), "Due soon"), (-timedelta(days=1), "Overdue")):
        rows.update(due_at=timezone.now() + left)
        assert f"<span>{word}</span></span> A customer asks" in page(operator, "pipeline")
        asked.refresh_from_db()
        assert asked.pressing == (word != "Open")


def test_a_viewer_learns_that_somebody_waits_and_no_more(
    as_role: Callable[[str], Client], asked: ComplianceRequest
) -> None:
    viewer = as_role("viewer")
    shown = page(viewer, "pipeline")
    assert "A customer asks what is held of them" in shown and "webhooks/privacy" not in shown
    assert "webhooks/privacy" not in page(viewer, "webhooks")
    assert "webhooks/privacy" not in page(viewer, "webhook_event", asked.event_id)
    assert viewer.get(reverse("console:duty", args=[asked.pk])).status_code == 403
    places = [place["name"] for place in viewer.get(reverse("console:palette")).json()["places"]]
    assert "Customers' requests" not in places


def test_the_download_needs_the_token(asked: ComplianceRequest) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(support.user("operator"))
    assert client.post(reverse("console:duty_download", args=[asked.pk])).status_code == 403
    assert not AuditLog.objects.filter(action="compliance.exported").exists()


def test_more_orders_and_requests_ask_no_more(
    operator: Client, asked: ComplianceRequest, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    for number in range(10, 40):
        order = factories.order(f"gid://shopify/Order/{number}", shop=asked.shop, customer_gid=CUSTOMER)
        back = ReturnHeader.objects.create(order=order, gid=str(number), status="RETURN_RECEIVED")
        ReturnItem.objects.create(header=back, gid="1", line_gid="1", quantity=1)
    with django_assert_max_num_queries(27):
        taken(operator, asked)
    for number in range(60):
        event = stored(asked.shop, "customers/data_request", body(orders_requested=[number]))
        ComplianceRequest.objects.create(
            shop=asked.shop, event=event, duty=Duty.DATA_REQUEST, due_at=Now(), done_at=Now() if number else None
        )
    with django_assert_max_num_queries(12):
        shown = page(operator, "privacy")
    assert "Earlier" in shown
    last = ComplianceRequest.objects.latest("pk")
    assert "Nothing is older than that." in operator.get(f"{reverse('console:privacy')}?before=1").content.decode()
    assert operator.get(f"{reverse('console:privacy')}?before={last.pk}&before=x").status_code == 200
