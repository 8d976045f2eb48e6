"""Taking a person out of the raw texts that were kept: payloads, failed records, what runs said."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from jobs.models import FailedRecord, RunChange, RunLog
from oms.models import OrderHeader, Shop
from webhooks.models import FailedTry, WebhookEvent

ERASED = "erased on request"
_SHORTEST = 5
_SLICE = 500


def traces_of(customer: dict[str, Any], orders: QuerySet[OrderHeader]) -> set[str]:
    """Texts by which the person is found: what the request says, and what their orders said before they are emptied.

    Short ones (a name of three letters) would find half of everything, and are left out.
    """
    found = {str(customer.get(key) or "") for key in ("id", "email", "phone")}
    for values in orders.values_list("customer_name", "customer_email", "customer_phone", "gid", "name"):
        found.update(values)
        found.add(values[3].rpartition("/")[2])
    return {text.lower() for text in found if len(text) >= _SHORTEST}


def erase_where(shop: Shop, traces: Iterable[str], but: int) -> dict[str, int]:
    """Empty what mentions one of the traces; counts for the certificate. Run inside a transaction."""
    marks = [text.encode() for text in traces]
    events = WebhookEvent.objects.filter(shop=shop).exclude(pk=but)
    found = [pk for pk, body in _bodies(events) if any(mark in body.lower() for mark in marks)]
    records = _mentioning(FailedRecord.objects.filter(run__shop=shop), ("raw", "message", "reference"), traces)
    logs = _mentioning(RunLog.objects.filter(run__shop=shop), ("text",), traces)
    return {"payloads": _empty(found), **_erase_runs(records, logs)}


def erase_all(shop: Shop) -> dict[str, int]:
    """Every raw text of the shop."""
    events = list(WebhookEvent.objects.filter(shop=shop).exclude(body=b"").values_list("pk", flat=True))
    RunChange.objects.filter(run__shop=shop).update(detail={})
    records, logs = FailedRecord.objects.filter(run__shop=shop), RunLog.objects.filter(run__shop=shop)
    return {"payloads": _empty(events), **_erase_runs(records, logs)}


def erase_event(pk: int) -> None:
    """The request itself names the person, too."""
    _empty([pk])


def _bodies(events: QuerySet[WebhookEvent]) -> Iterable[tuple[int, bytes]]:
    for pk, body in events.exclude(body=b"").values_list("pk", "body").iterator(_SLICE):
        yield pk, bytes(body)


def _empty(pks: list[int]) -> int:
    FailedTry.objects.filter(event_id__in=pks).update(error=ERASED)
    return WebhookEvent.objects.filter(pk__in=pks).update(body=b"", traceback="")


def _mentioning(rows: QuerySet[Any], fields: Iterable[str], traces: Iterable[str]) -> QuerySet[Any]:
    mentions = Q(pk__in=[])
    for trace in traces:
        for field in fields:
            mentions |= Q(**{f"{field}__icontains": trace})
    return rows.filter(mentions)


def _erase_runs(records: QuerySet[FailedRecord], logs: QuerySet[RunLog]) -> dict[str, int]:
    assert connection.in_atomic_block
    return {
        "records": records.update(raw="", message=ERASED, reference=ERASED),
        "log lines": logs.update(text=ERASED),
    }
