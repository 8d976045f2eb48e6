"""Calls about dead runs by cause, and about failed records."""

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from console.api.auth import caller, needs
from console.api.fields import Above, Body, Id, Reason, Text
from console.api.shapes.runs import GroupOut, RecordOut, RunOut, Touched, group_out, record_out, run_out
from console.lists.paging import BY_ID_ASCENDING
from jobs import services
from jobs.models import JobRun

router = Router(tags=["failures"])
MOST = 1000


class GroupIn(Body):
    job: Text
    fingerprint: Text


class IgnoreGroupIn(GroupIn):
    reason: Reason


class RecordsIn(Body):
    """`records`: their ids; null = all that are open."""

    records: list[Id] | None = Field(None, max_length=10_000)


class IgnoreIn(Body):
    reason: Reason


@router.get("/dead-groups", response=list[GroupOut], auth=needs("viewer"), summary="Dead runs by job and cause")
def list_groups(request: HttpRequest) -> list[GroupOut]:
    return [group_out(group) for group in services.dead_groups(500)]


@router.post("/dead-groups/retry", response=Touched, auth=needs("operator"), summary="Try all of a group again")
def retry_group(request: HttpRequest, wanted: GroupIn) -> Touched:
    return Touched(count=services.retry_group(wanted.job, wanted.fingerprint, caller(request)))


@router.post("/dead-groups/ignore", response=Touched, auth=needs("operator"), summary="Set all of a group aside")
def ignore_group(request: HttpRequest, wanted: IgnoreGroupIn) -> Touched:
    return Touched(count=services.ignore_group(wanted.job, wanted.fingerprint, caller(request), wanted.reason))


@router.get("/runs/{pk}/records", response=list[RecordOut], auth=needs("operator"), summary="Its failed records")
def list_records(request: HttpRequest, pk: Id, after: Above = 0) -> list[RecordOut]:
    """Up to 1,000 whose id is above `after`, with their raw text (customer data: hence the role)."""
    page = BY_ID_ASCENDING.page(JobRun.objects.get(pk=pk).failed_records.all(), str(after), MOST)
    return [record_out(record) for record in page.rows]


@router.post("/runs/{pk}/records/retry", response=RunOut, auth=needs("operator"), summary="Retry failed records alone")
def retry_records(request: HttpRequest, pk: Id, wanted: RecordsIn) -> RunOut:
    """The new run, over these records and nothing else."""
    retry = services.retry_failed_records(JobRun.objects.get(pk=pk), caller(request), wanted.records)
    return run_out(JobRun.objects.select_related("shop", "requested_by").get(pk=retry.pk))


@router.post("/records/{pk}/ignore", response=RecordOut, auth=needs("operator"), summary="Set a failed record aside")
def ignore_record(request: HttpRequest, pk: Id, wanted: IgnoreIn) -> RecordOut:
    return record_out(services.ignore_failed_record(pk, caller(request), wanted.reason))
