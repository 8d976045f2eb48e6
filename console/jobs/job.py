"""Shows one job: its parameters, its schedules, its runs, its audit log."""

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from console.frame.page import render
from console.frame.request_text import from_address, from_form
from console.frame.roles import requires
from console.frame.shops import current_shop, page_of_shop
from console.jobs.cards import Reason, cards
from console.presentation import audit
from console.runs import recent
from console.runs.estimate import History
from console.runs.run_view import describe
from console.schedule import rows
from jobs import registry
from jobs.definition import After, JobDefinition
from jobs.models import AuditLog, JobRun, Schedule

PAGE_SIZE = 25
AUDITED = 20


@requires("viewer")
@require_safe
def job(request: HttpRequest, key: str) -> HttpResponse:
    definition = registry.find(key)
    if definition is None:
        raise Http404(f"There is no job {key!r}.")
    return show(request, definition)


def show(
    request: HttpRequest,
    definition: JobDefinition,
    *,
    form: forms.Form | None = None,
    refused: list[Reason] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Renders the job's page, after a refused run with `form` or `refused`.

    What was typed beside the parameters stays too.
    """
    shop = current_shop(request)
    now = timezone.now()
    (shown,) = cards([definition], shop)
    if form is not None:
        shown.form = form
    before = from_address(request, "before")
    mine = JobRun.objects.filter(key=definition.key, shop=shop).select_related("requested_by")
    page = recent.BY_CREATION.page(recent.newest(mine), before, PAGE_SIZE)
    context = {
        "job": definition,
        "card": shown,
        "refused": refused or [],
        "planning": request.POST.get("_what") == "at",
        "at": from_form(request, "_at"),
        "why": from_form(request, "_reason"),
        "needs": [registry.get(needed.key) for needed in definition.prerequisites if isinstance(needed, After)],
        "runs": [describe(run, History(), now) for run in page.rows],
        "before": before,
        "older": page.next,
        "plans": rows.of_jobs([definition.key], shop, count=5)[definition.key],
        "audit": audit.lines(deeds(definition.key)),
    }
    busy, address = shown.under_way is not None, page_of_shop(request, "job", definition.key)
    return render(request, "console/jobs/job.html", context, status=status, busy=busy, address=address)


def deeds(key: str) -> list[AuditLog]:
    """Fetches recent audit rows of this job's schedules and last runs."""
    last = JobRun.objects.filter(key=key).order_by("-created_at", "-id").values_list("pk", flat=True)[:100]
    plans = Schedule.objects.filter(key=key).values_list("pk", flat=True)
    of_runs = Q(object_type="jobs.jobrun", object_id__in=[str(pk) for pk in last])
    log = AuditLog.objects.filter(of_runs | Q(object_type="jobs.schedule", object_id__in=[str(pk) for pk in plans]))
    return list(log.order_by("-at", "-id")[:AUDITED])
