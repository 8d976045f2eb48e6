"""Finds the troubles of runs, schedules and connections."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from integrations.models import ConnectionStatus, ShopifyConnection
from jobs.models import FailedRecord, JobRun, Schedule, State
from jobs.models.run_details import RecordState
from jobs.registry import name_of
from jobs.services import DeadGroup, dead_groups

MOST = 20
LATE = timedelta(minutes=5)
RECENT = timedelta(hours=24)


@dataclass(frozen=True)
class Dead:
    """Dead runs of one cause. `mended`: a later run of the job went well, so it is no fire any more."""

    group: DeadGroup
    name: str
    mended: bool


@dataclass(frozen=True)
class Missed:
    key: str
    name: str
    many: int
    last: datetime


@dataclass(frozen=True)
class Half:
    """A run that is over with records that are neither retried nor ignored."""

    run: JobRun
    name: str
    open: int


def dead() -> list[Dead]:
    groups = dead_groups(MOST)
    good = _last_good(groups)
    return [
        Dead(group, name_of(group.key), group.last_at < good[mark] if (mark := _mark(group)) in good else False)
        for group in groups
    ]


def _mark(group: DeadGroup) -> tuple[str, int | None]:
    return group.key, group.newest.shop_id


def _last_good(groups: Sequence[DeadGroup]) -> dict[tuple[str, int | None], datetime]:
    """Fetches when each job last went well for the shop.

    One short look into the index per group.
    """
    here = JobRun.objects.alias(store=Coalesce("shop_id", 0)).filter(store=Coalesce(OuterRef("shop_id"), 0))
    good = here.filter(key=OuterRef("key"), state=State.DONE, dry=False).order_by("-created_at", "-id")
    runs = JobRun.objects.filter(pk__in=[group.newest.pk for group in groups])
    rows = runs.annotate(good=Subquery(good.values("created_at")[:1])).values_list("key", "shop_id", "good")
    return {(key, shop): at for key, shop, at in rows if at}


def missed(now: datetime) -> list[Missed]:
    """Slots of the last day that no run stands for, by job."""
    found = JobRun.objects.filter(state=State.MISSED, created_at__gte=now - RECENT, covered_by__isnull=True)
    counted = found.values("key").annotate(many=Count("id"), last=Max("created_at")).order_by("-many", "key")[:MOST]
    return [Missed(row["key"], name_of(row["key"]), row["many"], row["last"]) for row in counted]


def late(now: datetime) -> list[JobRun]:
    """Runs due for minutes that no worker has taken up."""
    due = JobRun.objects.filter(state=State.PENDING, started_at__isnull=True, due_at__lt=now - LATE)
    return list(due.select_related("shop").order_by("due_at")[:5])


def half_done() -> list[Half]:
    """Runs that are over with open failed records, newest first.

    Bound: only the newest twenty. What a dry run met is not one of them.
    """
    open_records = dict(
        FailedRecord.objects.filter(state=RecordState.OPEN, run__dry=False)
        .values_list("run_id")
        .annotate(many=Count("id"))
        .order_by("-run_id")[:MOST]
    )
    ended = (State.DONE, State.CANCELLED, State.IGNORED)
    runs = JobRun.objects.filter(pk__in=open_records, state__in=ended).select_related("shop").order_by("-id")
    return [Half(run, name_of(run.key), open_records[run.pk]) for run in runs]


def paused(now: datetime) -> list[Schedule]:
    """Schedules that are paused one by one; `current()` has wider pauses."""
    held = Q(paused_until__isnull=True) | Q(paused_until__gt=now)
    rows = Schedule.objects.filter(held, paused_at__isnull=False, periodic_task__enabled=True)
    return list(rows.select_related("shop").order_by(F("paused_until").asc(nulls_last=True), "id")[:MOST])


def unreadable() -> list[Schedule]:
    return list(Schedule.objects.exclude(error="").select_related("shop").order_by("id")[:MOST])


def broken() -> list[ShopifyConnection]:
    rows = ShopifyConnection.objects.filter(status=ConnectionStatus.NEEDS_ATTENTION, shop__is_active=True)
    return list(rows.select_related("shop").order_by("shop__domain")[:MOST])
