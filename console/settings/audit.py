"""Everything people did, newest first."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from console.frame.page import render, text
from console.frame.roles import requires
from console.presentation.audit import VERBS, lines
from console.runs.recent import read_mark
from jobs.models import AuditLog

SIZE = 50


@requires("operator")
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    chosen = {name: text(request, name) for name in ("who", "action")}
    rows, older = page(matching(**chosen), text(request, "before"))
    query = urlencode({name: value for name, value in chosen.items() if value})
    context = {
        "audit": lines(rows),
        "chosen": chosen,
        "actions": sorted(VERBS.items(), key=lambda pair: pair[1]),
        "older": older,
        "before": text(request, "before"),
        "query": query,
        "here": reverse("console:audit"),
    }
    return render(request, "console/settings/audit.html", context)


def matching(who: str, action: str) -> QuerySet[AuditLog]:
    rows = AuditLog.objects.all()
    if who:
        rows = rows.filter(actor_name__iexact=who)
    return rows.filter(action=action) if action else rows


def page(rows: QuerySet[AuditLog], before: str) -> tuple[list[AuditLog], str]:
    """One page by key, and the mark from which the next goes on."""
    if mark := read_mark(before):
        at, pk = mark
        rows = rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk), at__lte=at)
    found = list(rows.order_by("-at", "-id")[: SIZE + 1])
    last = found[SIZE - 1] if len(found) > SIZE else None
    return found[:SIZE], f"{last.at.isoformat()}_{last.pk}" if last else ""
