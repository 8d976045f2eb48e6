"""Gives the engine's figures to a monitoring system.

Each costs milliseconds at a million runs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import redis
from django.conf import settings
from django.db.models import Count, IntegerField, Min, Q, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Now

from jobs.engine.due_slots import database_now
from jobs.models import FailedRecord, Heartbeat, JobRun, Pause, Schedule, State
from jobs.models.run_details import RecordState
from work import claim, kinds

QUEUES = ("webhooks", "jobs", "bulk")


@dataclass(frozen=True)
class Sample:
    name: str
    help: str
    value: float
    labels: dict[str, str] = field(default_factory=dict)


def samples() -> Iterator[Sample]:
    """All of them; those of one name stand together."""
    yield from _runs()
    yield from _due()
    yield from _queues()
    yield from _signs()
    yield from _schedules()
    still = FailedRecord.objects.filter(state=RecordState.OPEN, run__dry=False).count()
    yield Sample("jobmanager_failed_records_open", "Records that could not be taken in and wait for a person", still)
    yield from _unheard()


def _unheard() -> Iterator[Sample]:
    day = JobRun.objects.filter(created_at__gt=Now() - timedelta(days=1), counters__has_key="without_webhook")
    each = Cast(KeyTextTransform("without_webhook", "counters"), IntegerField())
    said = "Records that jobs of the last 24 hours found new though a webhook should have told of them"
    yield Sample("jobmanager_found_without_webhook_of_last_day", said, day.aggregate(all=Sum(each))["all"] or 0)


def _runs() -> Iterator[Sample]:
    for state in (State.PENDING, State.RUNNING, State.DEAD):
        # A preview that failed is nobody's alarm: whoever asked for it reads why.
        count = JobRun.objects.filter(~Q(state=State.DEAD, dry=True), state=state).count()
        yield Sample("jobmanager_runs", "Runs now in this state; previews that failed aside", count, {"state": state})
    day = JobRun.objects.filter(created_at__gt=Now() - timedelta(days=1))
    counts = dict(day.values_list("state").annotate(Count("pk")))
    for each in State.values:
        said = "Runs made in the last 24 hours, by the state they are in now"
        yield Sample("jobmanager_runs_of_last_day", said, counts.get(each, 0), {"state": each})
    ends = JobRun.objects.filter(state=State.DONE).order_by("-created_at").values_list("finished_at", flat=True)[:200]
    latest = max((end for end in ends if end), default=None)
    if latest:
        said = "When a run last ended well, in seconds since 1970"
        yield Sample("jobmanager_last_completed_run_timestamp_seconds", said, latest.timestamp())


def _due() -> Iterator[Sample]:
    now, found = database_now(), {}
    waits = Q(state=State.PENDING, due_at__lte=now) | claim.expired()
    for kind in kinds.every():
        found[kind.name] = kind.model._default_manager.filter(waits).aggregate(rows=Count("pk"), oldest=Min("due_at"))
    for name, due in found.items():
        yield Sample("jobmanager_due_rows", "Rows that are due and not taken up", due["rows"], {"kind": name})
    for name, due in found.items():
        age = (now - due["oldest"]).total_seconds() if due["oldest"] else 0
        yield Sample("jobmanager_oldest_due_seconds", "How long the oldest of them has waited", age, {"kind": name})


def _queues() -> Iterator[Sample]:
    """Messages in the broker; none at all when it doesn't answer."""
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
    said = "Messages waiting in the broker"
    try:
        depths = {queue: int(client.llen(queue)) for queue in QUEUES}
    except redis.RedisError:
        return
    finally:
        client.close()
    for queue, depth in depths.items():
        yield Sample("jobmanager_queue_depth", said, depth, {"queue": queue})


def _signs() -> Iterator[Sample]:
    now = database_now()
    for part, at in Heartbeat.objects.order_by("part").values_list("part", "at"):
        age = max(0.0, (now - at).total_seconds())
        yield Sample("jobmanager_sign_of_life_age_seconds", "Since this part last signed", age, {"part": part})


def _schedules() -> Iterator[Sample]:
    enabled = Schedule.objects.filter(periodic_task__enabled=True)
    held = Pause.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=Now()))
    counts = {
        "enabled": enabled.count(),
        "paused": enabled.filter(pk__in=held.filter(schedule__isnull=False).values("schedule")).count(),
        "unreadable": enabled.exclude(error="").count(),
    }
    for state, count in counts.items():
        yield Sample("jobmanager_schedules", "Schedules that are switched on, and of these", count, {"state": state})
    wide = held.filter(schedule__isnull=True).count()
    yield Sample("jobmanager_pauses", "Pauses of a job, a category or a shop that hold now", wide)
