"""Lists where texts of a shop are kept, and how emptied."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from jobs.models import Alert, FailedRecord, JobRun, RunChange, RunLog, State
from oms.models import Shop
from webhooks.models import FailedTry, WebhookEvent
from webhooks.models.event import BY_HAND, IGNORED_BY

ERASED = "erased on request"
_TROUBLED = (State.PENDING, State.RUNNING, State.DEAD)
_EMPTIED = {"error": ERASED, "traceback": ""}


@dataclass(frozen=True)
class Kept:
    """Texts of one table: `rows` of a shop that hold some, where they stand (`fields`), what takes their place.

    `name` is the one in the certificate. `since` finds what was written at a moment or later. `of_orders`: a text that
    names one of the person's orders is about the person; elsewhere it stays.
    """

    name: str
    rows: Callable[[Shop], QuerySet[Any]]
    fields: tuple[str, ...]
    emptied: dict[str, Any]
    since: Callable[[datetime], Q]
    of_orders: bool = False

    def left(self, shop: Shop) -> QuerySet[Any]:
        """Those that are not emptied yet."""
        return self.rows(shop).exclude(**self.emptied)


def _of_runs(model: type[Model]) -> Callable[[Shop], QuerySet[Any]]:
    return lambda shop: model._default_manager.filter(run__shop=shop)


def _changes(shop: Shop) -> QuerySet[RunChange]:
    return RunChange.objects.filter(run__shop=shop).annotate(detail_text=Cast("detail", TextField()))


def _runs(shop: Shop) -> QuerySet[JobRun]:
    failed = Q(state__in=(*_TROUBLED, State.IGNORED)) & ~Q(error="")
    return JobRun.objects.filter(failed | ~Q(traceback=""), shop=shop)


def _events(shop: Shop) -> QuerySet[WebhookEvent]:
    failed = Q(state__in=_TROUBLED) & ~Q(error="")
    return WebhookEvent.objects.filter(failed | ~Q(traceback=""), ~BY_HAND, shop=shop)


def _written(column: str) -> Callable[[datetime], Q]:
    return lambda moment: Q(**{f"{column}__gte": moment})


def _ended(moment: datetime) -> Q:
    """An error is written when its row ends, or before a try that is still to come."""
    return Q(finished_at__gte=moment) | Q(finished_at__isnull=True)


PAYLOADS = Kept(
    "payloads",
    lambda shop: WebhookEvent.objects.filter(shop=shop).exclude(body=b""),
    ("body",),
    {"body": b"", "traceback": ""},
    _written("created_at"),
    of_orders=True,
)
ALERTS = Kept("alerts", lambda _shop: Alert.objects.all(), ("text",), {"text": ERASED}, _written("opened_at"))
TEXTS = (
    Kept(
        "records",
        _of_runs(FailedRecord),
        ("raw", "message", "reference"),
        {"raw": "", "message": ERASED, "reference": ERASED},
        _written("at"),
        of_orders=True,
    ),
    Kept("log lines", _of_runs(RunLog), ("text",), {"text": ERASED}, _written("at"), of_orders=True),
    Kept("changes", _changes, ("reference", "detail_text"), {"reference": ERASED, "detail": {}}, _written("at")),
    Kept("errors", _runs, ("error", "traceback"), _EMPTIED, _ended),
    Kept("errors", _events, ("error", "traceback"), _EMPTIED, _ended),
    Kept(
        "reasons",
        lambda shop: WebhookEvent.objects.filter(BY_HAND, shop=shop),
        ("error",),
        {"error": f"{IGNORED_BY}a person: {ERASED}"},
        _ended,
    ),
    Kept(
        "failed tries",
        lambda shop: FailedTry.objects.filter(event__shop=shop),
        ("error",),
        {"error": ERASED},
        _written("at"),
    ),
)
