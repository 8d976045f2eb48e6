"""Finds the runs and webhooks that touched an order.

As far as they are kept; runs newest first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q

from jobs.models import JobRun, RunChange
from oms.models import OrderHeader, OrderStatusHistory
from webhooks.models import WebhookEvent

SHOWN = 50
# So many runs of a job are looked at before a change's moment, to find the one that was under way at it.
_NEAR = 200
_SEVERAL = 3


@dataclass(frozen=True)
class Touch:
    """A run that touched the order, with what it did.

    `alone` is off where runs of the job were under way side by side, and any of them may have done it.
    """

    run: JobRun
    result: str
    at: datetime
    alone: bool = True


@dataclass(frozen=True)
class Activity:
    """Runs and webhooks, at most SHOWN of each, and whether there are more."""

    runs: list[Touch]
    events: list[WebhookEvent]
    more_runs: bool
    more_events: bool


def activity_of(order: OrderHeader) -> Activity:
    """Finds them in five queries, however much there is.

    A run that imports a million orders keeps its first changes only; of the other orders it is found by their history,
    which says what was done, when, and by which job.
    """
    changed = _by_changes(order)
    known = {touch.run.pk for touch in changed}
    every = [*changed, *(touch for touch in _by_history(order) if touch.run.pk not in known)]
    runs = sorted(every, key=lambda touch: touch.at, reverse=True)
    lane = f"order:{order.gid.rpartition('/')[2]}"
    events = list(
        WebhookEvent.objects.filter(shop=order.shop, lane=lane).defer("body", "headers").order_by("-id")[: SHOWN + 1]
    )
    return Activity(runs[:SHOWN], events[:SHOWN], len(runs) > SHOWN, len(events) > SHOWN)


def _by_changes(order: OrderHeader) -> list[Touch]:
    """Runs that kept a change of it: by its name, which an index finds, and then by itself."""
    changes = RunChange.objects.filter(
        reference__icontains=order.name, object_type=order._meta.label_lower, object_id=str(order.pk)
    )
    newest = changes.select_related("run").order_by("-id")[: SHOWN + 1]
    return [Touch(change.run, change.action.capitalize(), change.at) for change in newest]


def _by_history(order: OrderHeader) -> list[Touch]:
    """Runs that were under way when its history changed, each with its last change."""
    moments = (
        order.status_history.exclude(actor__startswith="webhook ")
        .order_by("-at", "actor", F("item").asc(nulls_first=True), "id")
        .distinct("at", "actor")
        .values_list("pk", flat=True)[: SHOWN + 1]
    )
    history = OrderStatusHistory.objects.filter(pk__in=list(moments)).annotate(runs=_under_way(order))
    changes = list(history.order_by("-at", "-id"))
    runs = JobRun.objects.in_bulk({pk for change in changes for pk in change.runs})
    return list(_first_of_each(changes, runs))


def _under_way(order: OrderHeader) -> ArraySubquery:
    """The job's runs under way when a change of the order was made.

    Those of the order's shop alone.
    """
    near = (
        JobRun.objects.filter(key=OuterRef(OuterRef("actor")), created_at__lte=OuterRef(OuterRef("at")))
        .order_by("-created_at", "-id")
        .values("pk")[:_NEAR]
    )
    lasted = Q(finished_at__isnull=True) | Q(finished_at__gte=OuterRef("at"))
    whose = Q(shop=order.shop_id) | Q(shop__isnull=True)
    runs = JobRun.objects.filter(lasted, whose, pk__in=near, dry=False, started_at__lte=OuterRef("at"))
    return ArraySubquery(runs.order_by("-pk").values("pk")[:_SEVERAL])


def _first_of_each(changes: Iterable[OrderStatusHistory], runs: dict[int, JobRun]) -> Iterable[Touch]:
    seen: set[int] = set()
    for change in changes:
        keys: list[int] = change.runs  # type: ignore[attr-defined]  # annotated
        for pk in keys:
            if pk not in seen and pk in runs:
                seen.add(pk)
                yield Touch(runs[pk], change.reason or change.to_status, change.at, len(keys) == 1)
