"""The three duties of privacy law. Each leaves a row with a date and, once done, a certificate that names nobody."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Now

from jobs import audit
from jobs.audit import SYSTEM
from oms.customers import redaction
from oms.models import OrderHeader
from webhooks import data_subjects
from webhooks.delivery import Delivered, Handler, Ignored, Touched
from webhooks.handlers import erase
from webhooks.handlers.uninstalled import gone
from webhooks.models import ComplianceRequest, Duty
from work.errors import Permanent

WITHIN = timedelta(days=30)


def data_request(delivered: Delivered, _found: Any) -> Sequence[Touched]:
    """Open until an operator has told the customer what is held; the certificate counts it."""
    orders = _orders_of(delivered)
    return _keep(delivered, Duty.DATA_REQUEST, {"orders": orders.count()}, done=False)


def customer_redact(delivered: Delivered, _found: Any) -> Sequence[Touched]:
    """At once: orders stay without the person, raw texts about the person go."""
    traces = erase.traces_of(delivered.payload["customer"], _orders_of(delivered))
    counts = redaction.anonymise(_orders_of(delivered))
    counts |= erase.erase_where(delivered.shop, traces, but=delivered.pk)
    return _keep(delivered, Duty.CUSTOMER_REDACT, counts, done=True)


def not_again(delivered: Delivered) -> None:
    """Its body is the same each time, so an old one can come again once the shop is back. Shopify sends it for an app
    that is gone: a second one is believed only then.
    """
    before = ComplianceRequest.objects.filter(shop=delivered.shop, duty=Duty.SHOP_REDACT)
    if before.exclude(event_id=delivered.pk).exists() and not gone(delivered.shop):
        raise Ignored("The shop was erased before, and the app is installed there again")


def shop_redact(delivered: Delivered, _found: Any) -> Sequence[Touched]:
    _check_shop(delivered)
    counts = redaction.anonymise(OrderHeader.objects.filter(shop=delivered.shop))
    counts |= erase.erase_all(delivered.shop)
    return _keep(delivered, Duty.SHOP_REDACT, counts, done=True)


def _orders_of(delivered: Delivered) -> QuerySet[OrderHeader]:
    _check_shop(delivered)
    return data_subjects.orders_of(delivered.shop, data_subjects.customer_gid(delivered.payload), delivered.payload)


def _check_shop(delivered: Delivered) -> None:
    if delivered.payload["shop_domain"] != delivered.shop.domain:
        raise Permanent("This is another shop's payload")


def _keep(delivered: Delivered, duty: Duty, counts: dict[str, int], *, done: bool) -> Sequence[Touched]:
    row, created = ComplianceRequest.objects.get_or_create(
        event_id=delivered.pk,
        defaults={
            "shop": delivered.shop,
            "duty": duty,
            "customer_gid": data_subjects.customer_gid(delivered.payload) if duty == Duty.DATA_REQUEST else "",
            "due_at": delivered.received_at + WITHIN,
            "done_at": Now() if done else None,
            "certificate": counts,
        },
    )
    if created:
        audit.record(SYSTEM, f"compliance.{duty}", row, after=counts)
    if done:
        erase.erase_event(delivered.pk)
    reference = f"{duty.label.lower()}: " + ", ".join(f"{count} {name}" for name, count in counts.items())
    return [Touched("compliance", "done" if done else "opened", reference, row._meta.label_lower, str(row.pk))]


DATA_REQUEST = Handler(data_request)
CUSTOMER_REDACT = Handler(customer_redact)
SHOP_REDACT = Handler(shop_redact, not_again)
