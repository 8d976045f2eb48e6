"""Shows one event, its payload and what became of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from console.frame.page import render
from console.frame.roles import Role, requires, role_of
from console.presentation.audit import lines
from console.presentation.raw_text import pretty
from integrations.text import readable
from jobs.models import AuditLog, State
from oms.models import OrderHeader
from webhooks.models import WebhookEvent
from webhooks.services.events import IGNORABLE, REPLAYABLE
from webhooks.topics import BY_NAME

AUDIT_SHOWN = 20


@requires("viewer")
@require_safe
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows an event; its payload is customer data, for operators only."""
    row = get_object_or_404(WebhookEvent.objects.select_related("shop"), pk=pk)
    raw = pretty(readable(bytes(row.body))) if role_of(request.user) >= Role.OPERATOR else ""
    audit = AuditLog.objects.filter(object_type=WebhookEvent._meta.label_lower, object_id=str(row.pk))
    context = {
        "event": row,
        "topic": BY_NAME.get(row.topic),
        "headers": sorted(row.headers.items()),
        "raw": raw,
        "tries": list(row.failed_tries.order_by("-id")[:AUDIT_SHOWN]),
        "replayable": row.state in REPLAYABLE and bool(row.body),
        "ignorable": row.state in IGNORABLE,
        "alike": _alike(row),
        "order": _order(row),
        "deeds": lines(audit.order_by("-at", "-id")[:AUDIT_SHOWN]),
    }
    busy = row.state in (State.PENDING, State.RUNNING)
    return render(request, "console/webhooks/event.html", context, shop=row.shop, busy=busy)


def _order(row: WebhookEvent) -> OrderHeader | None:
    """The order that it is about, if we have it."""
    kind, _, number = row.lane.partition(":")
    if kind != "order":
        return None
    return OrderHeader.objects.filter(shop=row.shop, gid=f"gid://shopify/Order/{number}").only("name").first()


def _alike(row: WebhookEvent) -> int:
    """Counts dead events of the same cause that can be replayed."""
    if row.state != State.DEAD or not row.fingerprint:
        return 0
    return WebhookEvent.objects.filter(state=State.DEAD, fingerprint=row.fingerprint).exclude(body=b"").count()
