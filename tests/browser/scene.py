"""Something of everything that the pages show, under the real jobs' names."""

import json
from datetime import datetime, timedelta

from django.utils import timezone

from integrations.models import WebhookSubscription
from jobs import audit
from jobs.audit import Actor
from jobs.models import Alert, AlertDelivery, AlertTarget, AuditLog, ExclusionCalendar, RunChange, State
from jobs.models.alerts import Rule
from jobs.services import schedules
from jobs.services.pauses import hold
from oms.models import OrderException, OrderHeader
from oms.returns.restock import Restock, restock
from tests.console import support
from tests.console.test_webhooks import made as event
from tests.oms import factories
from webhooks.handlers import compliance
from webhooks.models import ComplianceRequest, Duty, WebhookEvent

PRODUCTS, ORDERS, NEW_ORDERS = "initial_load.import_products", "initial_load.import_orders", "orders.new_orders"
HOUR = timedelta(hours=1)


def subscriptions(now: datetime) -> None:
    """Every way in which a topic can stand, in the longest words."""
    shop = support.shop()
    ways = {
        "orders/create": {"wanted": True, "present": True},
        "order_transactions/create": {
            "wanted": True,
            "error": "Shopify: Address for this topic has already been taken",
        },
        "inventory_levels/update": {"present": True},
        "products/delete": {"wanted": True, "present": True},
        "products/update": {"wanted": True, "removed_at": now - HOUR, "removals": 2},
    }
    for topic, columns in ways.items():
        WebhookSubscription.objects.create(shop=shop, topic=topic, **columns)
    for number in range(100, 130):
        one = event(shop, number)
        WebhookEvent.objects.filter(pk=one.pk).update(created_at=now - (number - 80) * HOUR)


def trouble(now: datetime) -> None:
    """An open alert under the rule with the longest words, told to somebody who could not be reached."""
    subject = f"removed inventory_levels/update of {support.shop().domain}"
    text = "The shop had removed the webhook inventory_levels/update (2026-11-24 10:00 UTC). It is not back yet."
    alert = Alert.objects.create(rule=Rule.WEBHOOKS, subject=subject, text=text, opened_at=now - HOUR)
    target = AlertTarget.objects.create(name="On call", kind="email", address="operations-on-call@shop.example")
    error = "OSError: [Errno 111] Connection refused"
    AlertDelivery.objects.create(alert=alert, target=target, event="opened", state="failed", error=error)


def returned() -> OrderHeader:
    """An order that was paid, sent and half of it brought back: on the shelf again, and perhaps damaged."""
    order = factories.order("gid://shopify/Order/9", name="#1009")
    product = factories.product(sku="LINEN-SHIRT-LONG-SLEEVED-XXL")
    factories.item(order, factories.ship_group(order), quantity=2, product=product, sku=product.sku)
    payment = {"kind": "SALE", "status": "SETTLED", "amount": 90, "currency": "USD"}
    order.payments.create(transaction_gid="gid://shopify/OrderTransaction/9", **payment)
    for kind, name, amount in (("SHIPPING", "Standard", 5), ("TAX", "NY State Tax", 4), ("APPEASEMENT", "", -7)):
        order.adjustments.create(kind=kind, seq=1, name=name, amount=amount)
    header = order.returns.create(gid="gid://shopify/Return/9", name="#1009-R1", status="RETURN_RECEIVED")
    item = header.items.create(gid="l", line_gid="x", product=product, quantity=1, reason="DEFECTIVE")
    restock(Restock(item, factories.facility().pk), actor="orders.returns")
    return order


def request(now: datetime) -> ComplianceRequest:
    """Of the customer of an order, nearly due; beside it one that was done when it came."""
    shop, customer = support.shop(), {"id": 7001002003, "email": "zelda.quillfeather@shop.example"}
    gid = f"gid://shopify/Customer/{customer['id']}"
    factories.order("gid://shopify/Order/8", name="#1008", customer_gid=gid, customer_name="Zelda Quillfeather")
    body = json.dumps({"customer": customer, "orders_requested": []}).encode()
    telling, erasing = (event(shop, number, topic="customers/data_request", body=body) for number in (5, 6))
    ComplianceRequest.objects.create(
        shop=shop, event=erasing, duty=Duty.CUSTOMER_REDACT, due_at=now, done_at=now, certificate={"orders": 1}
    )
    row = ComplianceRequest.objects.create(
        shop=shop, event=telling, duty=Duty.DATA_REQUEST, customer_gid=gid, due_at=now + HOUR, certificate={"orders": 1}
    )
    audit.record(audit.SYSTEM, compliance.REQUEST_NOTED, row, after=row.certificate)
    return row


def set_up() -> list[str]:
    """The addresses of the pages worth a look."""
    now = timezone.now()
    for number, hours in enumerate(range(9, 1, -1)):
        support.run(PRODUCTS, begin=now - hours * HOUR, counters={"read": 90, "created": 7, "failed": number % 2})
    dead = support.run(ORDERS, "dead", begin=now - HOUR, error="Shopify: ACCESS_DENIED on orders", fingerprint="a")
    support.run(NEW_ORDERS, "missed", begin=now - 2 * HOUR, error="Nobody was there at its time")
    support.say(dead, "it began")
    support.say(dead, "it broke", "error")
    record = support.failed(dead)
    at_work = {"phase": "Loading", "done": 5, "total": 10, "rate": 1.5}
    under_way = support.run(PRODUCTS, "running", progress=at_work, counters={"read": 12_345, "created": 5})
    dry = support.run(NEW_ORDERS, dry=True, begin=now - HOUR)
    RunChange.objects.create(run=dry, kind="order", action="created", reference="#1001", detail={"items": 2})
    plan = support.plan(NEW_ORDERS, "30 2 * * *")
    schedules.skip_next(plan.pk, Actor("ada"))
    held = support.plan(PRODUCTS, "*/15 * * * *")
    schedules.pause(held.pk, Actor("bob"), "Stock count")
    hold(Actor("ada"), "Black Friday", category="orders", until=now + HOUR)
    calendar = ExclusionCalendar.objects.create(name="Sale")
    calendar.exclusions.create(starts_at=now, ends_at=now + HOUR, reason="Sale")
    AuditLog.objects.create(actor_name="ada", action="run.stopped", object_type="jobs.jobrun", object_id=str(dead.pk))
    letter = event(support.shop(), state=State.DEAD, error="ValueError: no such order")
    subscriptions(now)
    trouble(now)
    brought_back = returned()
    order = factories.order("gid://shopify/Order/7", name="#1007")
    OrderException.objects.create(order=order, kind="UNKNOWN_SHIPPING_METHOD", message="Express", raised_at=now - HOUR)
    asked = request(now)
    imported = support.run(ORDERS, begin=now - 2 * HOUR, seconds=7200, counters={"read": 9, "warnings": 1})
    told = {"kind": "order", "action": "updated", "reference": "#1007"}
    target = {"object_type": OrderHeader._meta.label_lower, "object_id": str(order.pk)}
    handled = event(support.shop(), 2, topic="orders/updated", lane="order:7", effects=[told | target])
    event(support.shop(), 3, State.IGNORED, error="What is kept of the order is as new already", lane="order:7")
    event(support.shop(), 4, State.PENDING, topic="inventory_levels/update", lane="level:820982911946154508")
    return [
        "/",
        "/pending/",
        "/history/?state=failed",
        "/history/?q=nothing-like-it",
        "/initial-load/",
        "/orders/",
        "/products/",
        "/miscellaneous/",
        f"/jobs/{PRODUCTS}/",
        f"/jobs/{ORDERS}/schedule/",
        f"/runs/{under_way.pk}/",
        f"/runs/{dead.pk}/",
        f"/runs/{dry.pk}/",
        f"/runs/{dead.pk}/failed/{record.pk}/",
        "/webhooks/",
        f"/webhooks/{letter.pk}/",
        f"/webhooks/{handled.pk}/",
        "/webhooks/privacy/",
        f"/webhooks/privacy/{asked.pk}/",
        f"/runs/{imported.pk}/",
        f"/orders/{order.pk}/",
        f"/orders/{brought_back.pk}/",
        "/orders/all/",
        "/settings/shops/",
        "/settings/calendars/",
        "/settings/alerts/",
        "/settings/users/",
        "/settings/audit/",
        "/settings/health/",
        "/api/docs",
    ]
