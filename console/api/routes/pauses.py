"""Calls about pauses of a job, a category or a shop."""

from django.http import HttpRequest
from ninja import Router, Status

from console.api.auth import caller, needs
from console.api.fields import Id
from console.api.shapes.schedules import HoldIn, PauseOut, pause_out
from console.api.shops import shop_named
from jobs.services import pauses

router = Router(tags=["pauses"])


@router.get("", response=list[PauseOut], auth=needs("viewer"), summary="Pauses that hold something now")
def list_pauses(request: HttpRequest) -> list[PauseOut]:
    return [pause_out(pause) for pause in pauses.current()]


@router.post("", response={201: PauseOut}, auth=needs("operator"), summary="Pause a job, a category or a shop")
def hold(request: HttpRequest, wanted: HoldIn) -> Status[PauseOut]:
    """Without a shop it holds in every shop."""
    pause = pauses.hold(
        caller(request),
        wanted.reason,
        key=wanted.job,
        category=wanted.category,
        shop=shop_named(wanted.shop) if wanted.shop else None,
        until=wanted.until,
    )
    return Status(201, pause_out(pause))


@router.post("/{pk}/end", response=PauseOut, auth=needs("operator"), summary="End a pause now")
def release(request: HttpRequest, pk: Id) -> PauseOut:
    return pause_out(pauses.release(pk, caller(request)))
