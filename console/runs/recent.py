"""Fetches runs for the pages in a fixed number of queries."""

from collections.abc import Sequence

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from console.lists.paging import Key
from jobs.models import JobRun, State
from jobs.models.run import Origin
from oms.models import Shop
from work.item import ACTIVE

BY_CREATION = Key("created_at")
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
    """Narrows the columns to those that `console/frame/parts/runs.html` shows."""
    return runs.select_related("shop", "requested_by").only(*_LISTED)


def recent(keys: Sequence[str], shop: Shop | None, count: int = 31, *, dry: bool = False) -> dict[str, list[JobRun]]:
    """Fetches the last runs, or previews, of each job in one query."""
    found: dict[str, list[JobRun]] = {key: [] for key in keys}
    parts = [newest(JobRun.objects.filter(key=key, shop=shop, dry=dry))[:count] for key in keys]
    if not parts:
        return found
    union = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    for run in union:
        found[run.key].append(run)
    return {key: sorted(runs, key=lambda run: (run.created_at, run.pk), reverse=True) for key, runs in found.items()}


def good_before(run: JobRun) -> JobRun | None:
    """Finds the last good run of the job and shop before this one.

    Retries of single records aside.
    """
    good = JobRun.objects.filter(key=run.key, shop=run.shop, state=State.DONE, dry=False).exclude(origin=Origin.RETRY)
    return BY_CREATION.after(good.defer(*_LONG), (run.created_at, run.pk)).first()


def active() -> QuerySet[JobRun]:
    """Runs under way, in the order they began, then those in line.

    Those that wait for a later moment aside.
    """
    under_way = Q(due_at__lte=timezone.now()) | Q(started_at__isnull=False) | Q(token__gt=0)
    runs = JobRun.objects.filter(under_way, state__in=ACTIVE).defer(*_LONG)
    return runs.select_related("shop", "requested_by").order_by(F("started_at").asc(nulls_last=True), "due_at", "id")
