"""Calls about jobs: list them, run one, switch one."""

from django.http import HttpRequest
from ninja import Router, Status

from console.api.auth import caller, needs
from console.api.fields import Body, Moment, Parameters, Text
from console.api.shapes.jobs import JobNow, JobOut, UnmetOut, job_out
from console.api.shapes.runs import Requested, run_out
from console.api.shapes.schedules import ScheduleOut, schedule_out
from console.api.shops import shop_named
from jobs import prerequisites, registry
from jobs.models import JobRun
from jobs.models.run import Origin
from jobs.services import request_run
from jobs.services.switch_job import switch_off, switch_on

router = Router(tags=["jobs"])


class RunIn(Body):
    """`at` plans the run for that moment. `override_reason` lets it start although a prerequisite isn't met."""

    shop: Text | None = None
    parameters: Parameters = {}
    dry: bool = False
    at: Moment | None = None
    override_reason: Text = ""


class SwitchJobIn(Body):
    shop: Text | None = None
    enabled: bool


@router.get("", response=list[JobOut], auth=needs("viewer"), summary="Every job, in the order of the console")
def list_jobs(request: HttpRequest) -> list[JobOut]:
    return [job_out(card) for card in registry.all_jobs()]


@router.get("/{key}", response=JobNow, auth=needs("viewer"), summary="One job, and whether it may run now")
def get_job(request: HttpRequest, key: Text, shop: Text | None = None) -> JobNow:
    card, of = registry.get(key), shop_named(shop)
    unmet = [UnmetOut(text=each.text, mended_by=each.job_key or None) for each in prerequisites.unmet(card, of)]
    return JobNow(job=job_out(card), shop=of.domain if of else None, unmet=unmet)


@router.post("/{key}/runs", response={200: Requested, 201: Requested}, auth=needs("operator"), summary="Run now, or at")
def run_job(request: HttpRequest, key: Text, wanted: RunIn) -> Status[Requested]:
    """201: a new run. 200: one was under way already, and this is it."""
    run, already = request_run(
        key,
        shop=shop_named(wanted.shop),
        actor=caller(request),
        parameters=wanted.parameters,
        origin=Origin.API,
        override_reason=wanted.override_reason.strip()[:500],
        dry=wanted.dry,
        at=wanted.at,
    )
    row = JobRun.objects.select_related("shop", "requested_by").get(pk=run.pk)
    return Status(200 if already else 201, Requested(already=already, run=run_out(row)))


@router.post("/{key}/switch", response=ScheduleOut, auth=needs("operator"), summary="Switch the job on or off")
def switch_job(request: HttpRequest, key: Text, wanted: SwitchJobIn) -> ScheduleOut:
    """On for the first time: with the schedule of its card."""
    change = switch_on if wanted.enabled else switch_off
    return schedule_out(change(key, shop_named(wanted.shop), caller(request)))
