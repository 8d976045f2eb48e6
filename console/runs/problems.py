"""Finds the troubles of runs, schedules and connections."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Max
from django.db.models.functions import Now

from integrations.models import ConnectionStatus, ShopifyConnection
from jobs.models import FailedRecord, JobRun, Pause, Schedule, State
from jobs.models.run_details import RecordState
from jobs.registry import name_of
from jobs.services import DeadGroup, dead_groups
from jobs.services.pauses import lasting
from oms.models import Shop

MOST = 20
LATE = timedelta(minutes=5)
RECENT = timedelta(hours=24)

BROKEN = ShopifyConnection.objects.filter(status=ConnectionStatus.NEEDS_ATTENTION, shop__is_active=True)
# No worker has taken them up.
LATE_RUNS = JobRun.objects.filter(state=State.PENDING, started_at__isnull=True, due_at__lt=Now() - LATE).order_by(
    "due_at"
)
# No run stands for them.
MISSED_SLOTS = JobRun.objects.filter(
    state=State.MISSED, created_at__gte=Now() - RECENT, covered_by__isnull=True
).order_by("-created_at", "-id")
# What a dry run met is not one of them.
OPEN_RECORDS = FailedRecord.objects.filter(state=RecordState.OPEN, run__dry=False).order_by("id")
UNREADABLE = Schedule.objects.exclude(error="").order_by("id")


@dataclass(frozen=True)
class Dead:
    """Dead runs of one cause."""

    group: DeadGroup
    name: str


@dataclass(frozen=True)
class Missed:
    """Slots of one job in one shop."""

    key: str
    name: str
    shop: Shop | None
    many: int
    last: datetime


@dataclass(frozen=True)
class Half:
    """A run that is over with records that are neither retried nor ignored."""

    run: JobRun
    name: str
    open: int


def dead() -> list[Dead]:
    return [Dead(group, name_of(group.key)) for group in dead_groups(MOST)]


def missed() -> list[Missed]:
    """Groups the last day's slots without a run by job and shop."""
    found = MISSED_SLOTS.order_by().values("key", "shop_id")
    counted = found.annotate(many=Count("id"), last=Max("created_at")).order_by("-many", "key", "shop_id")[:MOST]
    shops = Shop.objects.in_bulk([row["shop_id"] for row in counted])
    return [
        Missed(row["key"], name_of(row["key"]), shops.get(row["shop_id"]), row["many"], row["last"]) for row in counted
    ]


def late() -> list[JobRun]:
    """Runs due for minutes that no worker has taken up."""
    return list(LATE_RUNS.select_related("shop")[:5])


def half_done() -> list[Half]:
    """Runs that are over with open failed records, newest first.

    Bound: only the newest twenty.
    """
    counted = OPEN_RECORDS.order_by().values_list("run_id").annotate(many=Count("id"))
    open_records = dict(counted.order_by("-run_id")[:MOST])
    ended = (State.DONE, State.CANCELLED, State.IGNORED)
    runs = JobRun.objects.filter(pk__in=open_records, state__in=ended).select_related("shop").order_by("-id")
    return [Half(run, name_of(run.key), open_records[run.pk]) for run in runs]


def paused() -> list[Pause]:
    """Schedules that are paused one by one; `current()` has wider pauses."""
    rows = lasting().filter(schedule__periodic_task__enabled=True).select_related("schedule__shop")
    return list(rows.order_by(F("ends_at").asc(nulls_last=True), "schedule_id")[:MOST])


def unreadable() -> list[Schedule]:
    return list(UNREADABLE.select_related("shop")[:MOST])


def broken() -> list[ShopifyConnection]:
    return list(BROKEN.select_related("shop").order_by("shop__domain")[:MOST])
