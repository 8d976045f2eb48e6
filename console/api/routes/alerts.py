"""Calls about alerts and those who are notified of them."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from console.api.auth import caller, needs
from console.api.fields import BIGGEST, Id
from console.api.shapes.settings import AlertOut, SwitchTargetIn, TargetIn, TargetOut, alert_out, target_out
from console.lists.paging import BY_ID
from jobs.models import Alert, AlertTarget
from jobs.services.alert_targets import add_target, remove_target, switch_target

router = Router(tags=["alerts"])
MOST = 100
Below = Annotated[int, Field(ge=1, le=BIGGEST)]


class RemovedOut(Schema):
    name: str


@router.get("/alerts", response=list[AlertOut], auth=needs("admin"), summary="Alerts, newest first")
def list_alerts(request: HttpRequest, lasting: bool = False, before: Below = BIGGEST) -> list[AlertOut]:
    """Up to 100 whose id is below `before`; `lasting`: those alone that are not over."""
    alerts = Alert.objects.filter(closed_at__isnull=True) if lasting else Alert.objects.all()
    return [alert_out(alert) for alert in BY_ID.page(alerts, str(before), MOST).rows]


@router.get("/alert-targets", response=list[TargetOut], auth=needs("admin"), summary="Whom to tell")
def list_targets(request: HttpRequest) -> list[TargetOut]:
    return [target_out(target) for target in AlertTarget.objects.all()]


@router.post("/alert-targets", response={201: TargetOut}, auth=needs("admin"), summary="Tell somebody more")
def add(request: HttpRequest, wanted: TargetIn) -> Status[TargetOut]:
    target = AlertTarget(name=wanted.name, kind=wanted.kind, address=wanted.address, rules=list(wanted.rules))
    target.secret = wanted.secret
    return Status(201, target_out(add_target(target, caller(request))))


@router.post("/alert-targets/{pk}/switch", response=TargetOut, auth=needs("admin"), summary="Tell them again, or not")
def switch(request: HttpRequest, pk: Id, wanted: SwitchTargetIn) -> TargetOut:
    return target_out(switch_target(pk, wanted.enabled, caller(request)))


@router.delete("/alert-targets/{pk}", response=RemovedOut, auth=needs("admin"), summary="Take them away for good")
def remove(request: HttpRequest, pk: Id) -> RemovedOut:
    return RemovedOut(name=remove_target(pk, caller(request)))
