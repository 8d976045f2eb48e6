"""Lists the audit log, newest first."""

from collections import Counter

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from console.frame.page import render
from console.frame.request_text import from_address
from console.frame.roles import requires
from console.lists.paging import Key
from console.presentation.audit import lines
from console.presentation.deeds import deeds
from jobs.models import AuditLog

SIZE = 50
BY_MOMENT = Key("at")


@requires("operator")
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    chosen = {name: from_address(request, name) for name in ("who", "action")}
    before = from_address(request, "before")
    page = BY_MOMENT.page(matching(**chosen), before, SIZE)
    query = urlencode({name: value for name, value in chosen.items() if value})
    context = {
        "audit": lines(page.rows),
        "chosen": chosen,
        "actions": actions(),
        "older": page.next,
        "before": before,
        "query": query,
        "here": reverse("console:audit"),
    }
    return render(request, "console/settings/audit.html", context)


def actions() -> list[tuple[str, str]]:
    """The deeds to choose from.

    Where several have the same words, each says what it is done to.
    """
    many = Counter(deeds().values())
    named = {action: f"{words} ({_kind(action)})" if many[words] > 1 else words for action, words in deeds().items()}
    return sorted(named.items(), key=lambda pair: pair[1])


def _kind(action: str) -> str:
    return action.partition(".")[0].replace("_", " ")


def matching(who: str, action: str) -> QuerySet[AuditLog]:
    rows = AuditLog.objects.all()
    if who:
        rows = rows.filter(actor_name__iexact=who)
    return rows.filter(action=action) if action else rows
