"""Shapes of a run, its log, its changes and its failed records."""

from datetime import datetime
from typing import Any

from ninja import Schema

from jobs.models import FailedRecord, JobRun, RunChange, RunLog
from jobs.services import DeadGroup


class RunOut(Schema):
    id: int
    job: str
    shop: str | None
    state: str
    origin: str
    dry: bool
    parameters: dict[str, Any]
    policies: dict[str, Any]
    counters: dict[str, Any]
    progress: dict[str, Any]
    error: str
    fingerprint: str
    attempts: int
    deaths: int
    stop_requested: bool
    schedule: int | None
    slot_at: datetime | None
    due_at: datetime
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    requested_by: str | None
    retry_of: int | None
    covered_by: int | None


class RunPage(Schema):
    """`next` goes into `after` of the next call; null = that was all."""

    runs: list[RunOut]
    next: str | None


class Requested(Schema):
    """`already`: no new run was made, this one was under way."""

    already: bool
    run: RunOut


class LogLine(Schema):
    id: int
    at: datetime
    level: str
    text: str


class ChangeOut(Schema):
    kind: str
    action: str
    reference: str
    detail: dict[str, Any]


class RecordOut(Schema):
    id: int
    reference: str
    reason: str
    message: str
    raw: str
    state: str
    at: datetime
    retry_run: int | None
    ignore_reason: str


class GroupOut(Schema):
    job: str
    fingerprint: str
    count: int
    error: str
    first_at: datetime
    last_at: datetime
    newest: int


class Touched(Schema):
    """How many rows an action for many changed."""

    count: int


def run_out(run: JobRun) -> RunOut:
    """`shop` and `requested_by` must have been fetched with the run."""
    same = ("id", "state", "origin", "dry", "parameters", "policies", "counters", "progress", "error", "fingerprint")
    times = ("slot_at", "due_at", "created_at", "started_at", "finished_at")
    return RunOut(
        job=run.key,
        shop=run.shop.domain if run.shop else None,
        stop_requested=run.cancel_requested,
        schedule=run.schedule_id,
        requested_by=run.requested_by.get_username() if run.requested_by else None,
        retry_of=run.retry_of_id,
        covered_by=run.covered_by_id,
        **{name: getattr(run, name) for name in (*same, *times, "attempts", "deaths")},
    )


def log_out(line: RunLog) -> LogLine:
    return LogLine(id=line.pk, at=line.at, level=line.level, text=line.text)


def change_out(change: RunChange) -> ChangeOut:
    return ChangeOut(kind=change.kind, action=change.action, reference=change.reference, detail=change.detail)


def record_out(record: FailedRecord) -> RecordOut:
    same = ("reference", "reason", "message", "raw", "state", "at", "ignore_reason")
    return RecordOut(id=record.pk, retry_run=record.retry_run_id, **{name: getattr(record, name) for name in same})


def group_out(group: DeadGroup) -> GroupOut:
    return GroupOut(
        job=group.key,
        fingerprint=group.fingerprint,
        count=group.count,
        error=group.newest.error,
        first_at=group.first_at,
        last_at=group.last_at,
        newest=group.newest.pk,
    )
