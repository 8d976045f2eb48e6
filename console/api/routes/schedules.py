"""Calls about schedules: read, make, pause, skip, backfill."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from console.api.auth import caller, needs
from console.api.fields import Id, Text
from console.api.shapes.runs import Touched
from console.api.shapes.schedules import (
    BackfillIn,
    PauseIn,
    ScheduleIn,
    ScheduleOut,
    SwitchIn,
    schedule_out,
)
from console.api.shops import shop_named
from jobs.engine.due_slots import with_clock
from jobs.models import Schedule
from jobs.services import schedules as services

router = Router(tags=["schedules"])
Count = Annotated[int, Field(ge=1, le=100)]


def _get(pk: int) -> Schedule:
    return with_clock().select_related("shop").get(pk=pk)


@router.get("", response=list[ScheduleOut], auth=needs("viewer"), summary="Every schedule")
def list_schedules(request: HttpRequest, job: Text | None = None) -> list[ScheduleOut]:
    rows = with_clock().select_related("shop").prefetch_related("pauses").order_by("key", "id")
    return [schedule_out(row) for row in (rows.filter(key=job) if job else rows)]


@router.put("", response=ScheduleOut, auth=needs("operator"), summary="Make a schedule, or change it")
def save_schedule(request: HttpRequest, wanted: ScheduleIn) -> ScheduleOut:
    """One per job, shop and name."""
    schedule = services.save_schedule(
        wanted.job,
        shop_named(wanted.shop),
        wanted.chosen.settings(),
        caller(request),
        name=wanted.name,
        revision=wanted.revision,
    )
    return schedule_out(_get(schedule.pk))


@router.get("/{pk}", response=ScheduleOut, auth=needs("viewer"), summary="One schedule")
def get_schedule(request: HttpRequest, pk: Id) -> ScheduleOut:
    return schedule_out(_get(pk))


@router.get("/{pk}/slots", response=list[datetime], auth=needs("viewer"), summary="Its next slots")
def next_slots(request: HttpRequest, pk: Id, count: Count = 10) -> list[datetime]:
    """None when it is switched off or can't be read; a skipped one is among them."""
    return services.upcoming(_get(pk), count)


@router.post("/{pk}/switch", response=ScheduleOut, auth=needs("operator"), summary="Switch it on or off")
def switch(request: HttpRequest, pk: Id, wanted: SwitchIn) -> ScheduleOut:
    services.switch(pk, wanted.enabled, caller(request))
    return schedule_out(_get(pk))


@router.post("/{pk}/pause", response=ScheduleOut, auth=needs("operator"), summary="Pause it, with a reason")
def pause(request: HttpRequest, pk: Id, wanted: PauseIn) -> ScheduleOut:
    services.pause(pk, caller(request), wanted.reason, wanted.until)
    return schedule_out(_get(pk))


@router.post("/{pk}/resume", response=ScheduleOut, auth=needs("operator"), summary="End its pause")
def resume(request: HttpRequest, pk: Id) -> ScheduleOut:
    services.resume(pk, caller(request))
    return schedule_out(_get(pk))


@router.post("/{pk}/skip-next", response=ScheduleOut, auth=needs("operator"), summary="Leave out its next slot")
def skip_next(request: HttpRequest, pk: Id) -> ScheduleOut:
    services.skip_next(pk, caller(request))
    return schedule_out(_get(pk))


@router.post("/{pk}/undo-skip", response=ScheduleOut, auth=needs("operator"), summary="Bring that slot back")
def undo_skip(request: HttpRequest, pk: Id) -> ScheduleOut:
    services.undo_skip(pk, caller(request))
    return schedule_out(_get(pk))


@router.post("/{pk}/backfill", response=Touched, auth=needs("operator"), summary="Run the slots of a past range")
def backfill(request: HttpRequest, pk: Id, wanted: BackfillIn) -> Touched:
    return Touched(count=services.backfill(pk, wanted.start, wanted.end, caller(request)).made)
