"""Calls about runs: find, read, stop, resume, retry, ignore."""

from typing import Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router
from ninja.errors import HttpError
from pydantic import Field

from console.api.auth import caller, needs
from console.api.fields import Above, Body, Id, Reason, Text, only_known
from console.api.shapes.runs import ChangeOut, LogLine, RunOut, RunPage, change_out, log_out, run_out
from console.api.shops import shop_named
from console.lists.paging import BY_ID_ASCENDING
from console.runs.recent import BY_CREATION
from jobs import services
from jobs.models import JobRun, RunLog

router = Router(tags=["runs"])
MOST = 1000
State = Literal["pending", "running", "done", "dead", "cancelled", "skipped", "missed", "ignored"]


class RunsWanted(Body):
    state: State | None = None
    job: Text | None = None
    shop: Text | None = None
    after: Text | None = Field(None, description="`next` of the page before")
    limit: int = Field(50, ge=1, le=500)


class StopIn(Body):
    reason: Text = Field("", max_length=300)


class IgnoreIn(Body):
    reason: Reason


def runs() -> QuerySet[JobRun]:
    return JobRun.objects.select_related("shop", "requested_by")


@router.get("", response=RunPage, auth=needs("viewer"), summary="Runs, newest first")
def list_runs(request: HttpRequest, wanted: Query[RunsWanted]) -> RunPage:
    only_known(request, RunsWanted)
    if wanted.after and BY_CREATION.read(wanted.after) is None:
        raise HttpError(422, "'after' is not the 'next' of a page.")
    found = runs()
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.job:
        found = found.filter(key=wanted.job)
    if wanted.shop:
        found = found.filter(shop=shop_named(wanted.shop))
    page = BY_CREATION.page(found, wanted.after or "", wanted.limit)
    return RunPage(runs=[run_out(row) for row in page.rows], next=page.next or None)


@router.get("/{pk}", response=RunOut, auth=needs("viewer"), summary="One run")
def get_run(request: HttpRequest, pk: Id) -> RunOut:
    return run_out(runs().get(pk=pk))


@router.get("/{pk}/log", response=list[LogLine], auth=needs("viewer"), summary="What it said")
def get_log(request: HttpRequest, pk: Id, after: Above = 0) -> list[LogLine]:
    """Up to 1,000 lines whose id is above `after`."""
    lines = RunLog.objects.filter(run=runs().get(pk=pk))
    return [log_out(line) for line in BY_ID_ASCENDING.page(lines, str(after), MOST).rows]


@router.get("/{pk}/changes", response=list[ChangeOut], auth=needs("viewer"), summary="The first changes of each kind")
def get_changes(request: HttpRequest, pk: Id) -> list[ChangeOut]:
    return [change_out(change) for change in runs().get(pk=pk).changes.order_by("pk")]


@router.post("/{pk}/stop", response=RunOut, auth=needs("operator"), summary="Stop it at its next chunk")
def stop_run(request: HttpRequest, pk: Id, wanted: StopIn) -> RunOut:
    services.stop_run(pk, caller(request), wanted.reason)
    return run_out(runs().get(pk=pk))


@router.post("/{pk}/resume", response=RunOut, auth=needs("operator"), summary="Go on where it was")
def resume_run(request: HttpRequest, pk: Id) -> RunOut:
    services.resume_run(pk, caller(request))
    return run_out(runs().get(pk=pk))


@router.post("/{pk}/retry", response=RunOut, auth=needs("operator"), summary="Try a dead run again")
def retry_run(request: HttpRequest, pk: Id) -> RunOut:
    services.retry_run(pk, caller(request))
    return run_out(runs().get(pk=pk))


@router.post("/{pk}/ignore", response=RunOut, auth=needs("operator"), summary="Set a dead or missed run aside")
def ignore_run(request: HttpRequest, pk: Id, wanted: IgnoreIn) -> RunOut:
    services.ignore_run(pk, caller(request), wanted.reason)
    return run_out(runs().get(pk=pk))
