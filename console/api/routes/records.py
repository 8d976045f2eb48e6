"""Calls about the audit log and health."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from console.api.auth import needs
from console.api.fields import BIGGEST, Body, Text, only_known
from console.lists.paging import BY_ID
from jobs import health
from jobs.models import AuditLog

router = Router(tags=["audit and health"])


class AuditOut(Schema):
    id: int
    at: datetime
    actor: str
    ip: str
    action: str
    object_type: str
    object_id: str
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str


class AuditWanted(Body):
    """The newest first; `before` is the smallest id of the page before."""

    object_type: Text | None = None
    object_id: Text | None = None
    before: int = Field(BIGGEST, ge=1, le=BIGGEST)
    limit: int = Field(100, ge=1, le=500)


class ProblemOut(Schema):
    part: str
    text: str


@router.get("/audit", response=list[AuditOut], auth=needs("admin"), summary="Who did what")
def list_audit(request: HttpRequest, wanted: Query[AuditWanted]) -> list[AuditOut]:
    only_known(request, AuditWanted)
    rows = AuditLog.objects.all()
    if wanted.object_type:
        rows = rows.filter(object_type=wanted.object_type)
    if wanted.object_id:
        rows = rows.filter(object_id=wanted.object_id)
    same = ("id", "at", "ip", "action", "object_type", "object_id", "before", "after", "reason")
    page = BY_ID.page(rows, str(wanted.before), wanted.limit)
    return [AuditOut(actor=row.actor_name, **{name: getattr(row, name) for name in same}) for row in page.rows]


@router.get("/health", response=list[ProblemOut], auth=needs("viewer"), summary="What is wrong now; empty = all well")
def get_health(request: HttpRequest) -> list[ProblemOut]:
    return [ProblemOut(part=problem.part, text=problem.text) for problem in health.problems()]
