"""Takes a person out of the texts that were kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from oms.models import OrderHeader, Shop
from webhooks.handlers.kept_texts import ALERTS, ERASED, PAYLOADS, TEXTS, Kept
from webhooks.models import FailedTry, WebhookEvent

SLICE = 500
_SHORTEST = 5
Book = Callable[[dict[str, int]], None]


@dataclass(frozen=True)
class Traces:
    """Texts, in small letters, by which a person is found, and those by which the person's orders are."""

    person: frozenset[str]
    orders: frozenset[str]

    def of(self, kept: Kept) -> frozenset[str]:
        return self.person | self.orders if kept.of_orders else self.person


def traces_of(customer: dict[str, Any], orders: QuerySet[OrderHeader]) -> Traces:
    """What the request says, and what their orders say until they are emptied.

    Short ones (a name of three letters) would find half of everything, and are left out.
    """
    person = {str(customer.get(key) or "") for key in ("id", "email", "phone")}
    named: set[str] = set()
    for values in orders.values_list("customer_name", "customer_email", "customer_phone", "gid", "name"):
        person.update(values[:3])
        named.update((*values[3:], values[3].rpartition("/")[2]))
    return Traces(_long_enough(person), _long_enough(named))


def _long_enough(texts: set[str]) -> frozenset[str]:
    return frozenset(text.lower() for text in texts if len(text) >= _SHORTEST)


def erase(shop: Shop, traces: Traces | None, but: int, book: Book, since: datetime | None = None) -> None:
    """Empty all of the shop that mentions one of the traces (None: all of it) but the event `but`.

    Each slice of rows is a transaction, in which `book` gets the counts of what it emptied: nobody waits long for it,
    and after a kill the next try neither empties nor counts anything twice. `since` leaves out what is older.
    """
    everywhere = (PAYLOADS, *TEXTS) if traces is None else (PAYLOADS, *TEXTS, ALERTS)
    for kept in everywhere:
        rows = kept.left(shop)
        if kept is PAYLOADS:
            rows = rows.exclude(pk=but)
        if since is not None:
            rows = rows.filter(kept.since(since))
        for pks in slices(rows):
            with transaction.atomic():
                book({kept.name: _empty(kept, kept.left(shop).filter(pk__in=pks), traces)})


def erase_event(pk: int) -> None:
    """The request itself names the person, too."""
    _empty(PAYLOADS, WebhookEvent.objects.filter(pk=pk), None)


def slices(rows: QuerySet[Any]) -> Iterator[list[int]]:
    """Their ids, some hundreds at a time."""
    last = 0
    while pks := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:SLICE]):
        yield pks
        last = pks[-1]


def _empty(kept: Kept, rows: QuerySet[Any], traces: Traces | None) -> int:
    if kept is PAYLOADS:
        pks = _mentioning(rows, traces)
        FailedTry.objects.filter(event_id__in=pks).update(error=ERASED)
        return WebhookEvent.objects.filter(pk__in=pks).update(**kept.emptied)
    found = rows if traces is None else rows.filter(_mention(kept, traces.of(kept)))
    pks = list(found.values_list("pk", flat=True))
    emptied: int = found.model._default_manager.filter(pk__in=pks).update(**kept.emptied)
    return emptied


def _mentioning(events: QuerySet[WebhookEvent], traces: Traces | None) -> list[int]:
    """Bodies are bytes, and looked at here: the database has no search in them that minds no capitals."""
    if traces is None:
        return list(events.values_list("pk", flat=True))
    marks = [text.encode() for text in traces.of(PAYLOADS)]
    bodies = ((pk, bytes(body).lower()) for pk, body in events.values_list("pk", "body"))
    return [pk for pk, body in bodies if any(mark in body for mark in marks)]


def _mention(kept: Kept, marks: frozenset[str]) -> Q:
    mentions = Q(pk__in=[])
    for mark in marks:
        for field in kept.fields:
            mentions |= Q(**{f"{field}__icontains": mark})
    return mentions
