"""Fulfils the three duties of privacy law.

Each leaves a row with a date and, once done, a certificate that names nobody.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from jobs import audit
from jobs.audit import SYSTEM, Deed
from oms.customers import redaction
from oms.models import OrderHeader
from webhooks import data_subjects
from webhooks.delivery import Delivered, Handler, Ignored, Touched
from webhooks.handlers import erase
from webhooks.handlers.uninstalled import gone
from webhooks.models import ComplianceRequest, Duty
from work.errors import Permanent

REQUEST_NOTED = Deed("compliance.data_request", "noted that a customer asks what is held of them,")
CUSTOMER_REDACTED = Deed("compliance.customer_redact", "made a customer unrecognisable in")
SHOP_REDACTED = Deed("compliance.shop_redact", "erased the customers of")
_DEEDS = {
    Duty.DATA_REQUEST: REQUEST_NOTED,
    Duty.CUSTOMER_REDACT: CUSTOMER_REDACTED,
    Duty.SHOP_REDACT: SHOP_REDACTED,
}

WITHIN = timedelta(days=30)
_LONGEST_TRANSACTION = timedelta(minutes=10)


def data_request(delivered: Delivered, _found: Any) -> Sequence[Touched]:
    """Open until an operator has answered the customer; the certificate counts it."""
    row = _begin(delivered, Duty.DATA_REQUEST)
    if not row.certificate:
        _book(row, {"orders": _orders_of(delivered).count()})
        audit.record(SYSTEM, _DEEDS[Duty(row.duty)], row, after=row.certificate)
    return [_touched(row, "opened")]


def erase_customer(delivered: Delivered) -> ComplianceRequest:
    """Erases raw texts about the person first, slice by slice.

    The orders keep the person until all are through, for they say what to look for.
    """
    traces = _traces(delivered)
    row = _begin(delivered, Duty.CUSTOMER_REDACT)
    erase.erase(delivered.shop, traces, delivered.pk, _booked(delivered, row))
    return row


def customer_redact(delivered: Delivered, row: ComplianceRequest) -> Sequence[Touched]:
    """Orders stay without the person. What was written meanwhile is looked at once the orders are locked."""
    traces = _traces(delivered)
    counts = redaction.anonymise(_orders_of(delivered))
    _book(row, counts)
    erase.erase(delivered.shop, traces, delivered.pk, _booked(delivered, row), since=_meanwhile(row))
    return _end(delivered, row)


def erase_shop(delivered: Delivered) -> ComplianceRequest:
    """Erases what is kept of a shop.

    Its body is the same each time, so an old one can come again once the shop is back. Shopify sends it for an app that
    is gone: a second one is believed only then.
    """
    _check_shop(delivered)
    done = ComplianceRequest.objects.filter(shop=delivered.shop, duty=Duty.SHOP_REDACT, done_at__isnull=False)
    if done.exclude(event_id=delivered.pk).exists() and not gone(delivered.shop):
        raise Ignored("The shop was erased before, and the app is installed there again")
    row = _begin(delivered, Duty.SHOP_REDACT)
    book = _booked(delivered, row)
    orders = OrderHeader.objects.filter(shop=delivered.shop)
    for pks in erase.slices(orders.filter(redacted_at__isnull=True)):
        with transaction.atomic():
            book(redaction.anonymise(orders.filter(pk__in=pks)))
    erase.erase(delivered.shop, None, delivered.pk, book)
    return row


def shop_redact(delivered: Delivered, row: ComplianceRequest) -> Sequence[Touched]:
    _book(row, redaction.anonymise(OrderHeader.objects.filter(shop=delivered.shop, redacted_at__isnull=True)))
    erase.erase(delivered.shop, None, delivered.pk, _booked(delivered, row), since=_meanwhile(row))
    return _end(delivered, row)


def _traces(delivered: Delivered) -> erase.Traces:
    return erase.traces_of(delivered.payload["customer"], _orders_of(delivered))


def _meanwhile(row: ComplianceRequest) -> datetime:
    """Says from when on something was written that no slice could see.

    That was after the first slice began, or a little before: a transaction of another process that was open then has
    ended by now.
    """
    return row.received_at - _LONGEST_TRANSACTION


def _orders_of(delivered: Delivered) -> QuerySet[OrderHeader]:
    _check_shop(delivered)
    return data_subjects.orders_of(delivered.shop, data_subjects.customer_gid(delivered.payload), delivered.payload)


def _check_shop(delivered: Delivered) -> None:
    if delivered.payload["shop_domain"] != delivered.shop.domain:
        raise Permanent("This is another shop's payload")


def _begin(delivered: Delivered, duty: Duty) -> ComplianceRequest:
    """The row of this event; a try that was killed left it there, with what it had counted."""
    gid = data_subjects.customer_gid(delivered.payload) if duty == Duty.DATA_REQUEST else ""
    columns = {"shop": delivered.shop, "duty": duty, "customer_gid": gid, "due_at": delivered.received_at + WITHIN}
    row, _ = ComplianceRequest.objects.get_or_create(event_id=delivered.pk, defaults=columns)
    return row


def _book(row: ComplianceRequest, counts: dict[str, int]) -> None:
    """Add to the certificate, in the transaction of what is counted."""
    kept = ComplianceRequest.objects.select_for_update().get(pk=row.pk)
    row.certificate = {**kept.certificate, **{key: kept.certificate.get(key, 0) + counts[key] for key in counts}}
    row.save(update_fields=["certificate"])


def _booked(delivered: Delivered, row: ComplianceRequest) -> erase.Book:
    """It takes long in a large shop: each slice keeps the lease of what waits."""

    def book(counts: dict[str, int]) -> None:
        _book(row, counts)
        delivered.keep_lease()

    return book


def _end(delivered: Delivered, row: ComplianceRequest) -> Sequence[Touched]:
    ComplianceRequest.objects.filter(pk=row.pk).update(done_at=Now())
    audit.record(SYSTEM, _DEEDS[Duty(row.duty)], row, after=row.certificate)
    erase.erase_event(delivered.pk)
    return [_touched(row, "done")]


def _touched(row: ComplianceRequest, action: str) -> Touched:
    counted = ", ".join(f"{count} {name}" for name, count in row.certificate.items())
    reference = f"{Duty(row.duty).label.lower()}: {counted}"
    return Touched("compliance", action, reference, row._meta.label_lower, str(row.pk))


DATA_REQUEST = Handler(data_request)
CUSTOMER_REDACT = Handler(customer_redact, erase_customer)
SHOP_REDACT = Handler(shop_redact, erase_shop)
