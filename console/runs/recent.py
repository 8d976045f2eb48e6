"""Runs as the pages need them: in a fixed number of queries, however many there are."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from jobs.models import JobRun, State
from jobs.models.run import Origin
from oms.models import Shop
from work.item import ACTIVE

# A list needs neither of these, and each may be long.
_LONG = ("traceback", "cursor")
# What a line of a list shows: half of a run's columns, and the names it points to.
_LISTED = (
    *("key", "state", "attempts", "origin", "error", "created_at", "started_at", "finished_at"),
    *("counters", "progress", "cancel_requested", "dry"),
    *("shop__name", "shop__domain", "requested_by__username"),
)


def newest(runs: QuerySet[JobRun]) -> QuerySet[JobRun]:
    return runs.defer(*_LONG).order_by("-created_at", "-id")


def listed(runs: QuerySet[JobRun]) -> QuerySet[JobRun]:
    """With what `console/frame/parts/runs.html` shows, and no more."""
    return runs.select_related("shop", "requested_by").only(*_LISTED)


def recent(keys: Sequence[str], shop: Shop | None, count: int = 31, *, dry: bool = False) -> dict[str, list[JobRun]]:
    """The last runs of each job for this shop, or its last previews, newest first, in one query."""
    found: dict[str, list[JobRun]] = {key: [] for key in keys}
    parts = [newest(JobRun.objects.filter(key=key, shop=shop, dry=dry))[:count] for key in keys]
    if not parts:
        return found
    union = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    for run in union:
        found[run.key].append(run)
    return {key: sorted(runs, key=lambda run: (run.created_at, run.pk), reverse=True) for key, runs in found.items()}


def good_before(run: JobRun) -> JobRun | None:
    """The last run of the same job and shop that went well before this one; retries of single records aside."""
    before = Q(created_at__lt=run.created_at) | Q(created_at=run.created_at, pk__lt=run.pk)
    good = JobRun.objects.filter(before, key=run.key, shop=run.shop, state=State.DONE, dry=False)
    return newest(good.exclude(origin=Origin.RETRY)).first()


def active() -> QuerySet[JobRun]:
    """Begun ones first, in the order they began; those that wait for a moment to come aside."""
    under_way = Q(due_at__lte=timezone.now()) | Q(started_at__isnull=False) | Q(token__gt=0)
    runs = JobRun.objects.filter(under_way, state__in=ACTIVE).defer(*_LONG)
    return runs.select_related("shop", "requested_by").order_by(F("started_at").asc(nulls_last=True), "due_at", "id")


def page(runs: QuerySet[JobRun], before: str, size: int) -> tuple[list[JobRun], str]:
    """One page of a list by key, and the mark from which the next page goes on ("" = that was all)."""
    if mark := read_mark(before):
        at, pk = mark
        runs = runs.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=pk), created_at__lte=at)
    found = list(newest(runs)[: size + 1])
    more = len(found) > size
    last = found[size - 1] if more else None
    return found[:size], f"{last.created_at.isoformat()}_{last.pk}" if last else ""


def read_mark(mark: str) -> tuple[datetime, int] | None:
    at, _, pk = mark.rpartition("_")
    try:
        moment = parse_datetime(at.replace(" ", "+"))
    except ValueError:
        return None
    return (moment, int(pk)) if moment and moment.tzinfo and pk.isdecimal() and len(pk) < 19 else None
