"""One run: how it stands, what it said, what failed, and how it differs from the last good one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from console import history
from console.page import render, text
from console.pages import logs, records
from console.presentation import diff
from console.presentation.changes import changes
from console.presentation.estimate import history as past_of
from console.presentation.none_failed import none_failed
from console.presentation.raised import raised
from console.presentation.run_view import describe
from console.presentation.unmapped import mapping_page
from console.roles import requires
from console.waiting import why
from integrations.effects.models import Effect
from jobs import registry
from jobs.models import JobRun
from jobs.models.work import IGNORABLE


@requires("viewer")
@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(
        JobRun.objects.select_related("shop", "requested_by", "retry_of", "covered_by", "schedule"), pk=pk
    )
    definition = registry.find(row.key)
    good = history.good_before(row)
    past = past_of(history.recent([row.key], row.shop)[row.key])
    view = describe(row, past, timezone.now())
    lines = logs.tail(row, logs.Filter.of(request))
    context = {
        "run": row,
        "job": definition,
        "view": view,
        "good": good,
        "parameters": diff.parameters(definition, row, good),
        "counts": diff.counts(row, good),
        "settings": diff.settings(row, good),
        "waits": why(row, timezone.now()),
        "changes": changes(row),
        "raised": raised(row),
        "mapping": mapping_page(request.user, row.shop_id) if row.shop_id else "",
        "outward": list(Effect.objects.filter(made_by=f"run {row.pk}").order_by("id")[:50]),
        "ignorable": row.state in IGNORABLE,
        "log": lines,
        "none_failed": none_failed(row),
        "failed": records.listing(row, text(request, "reason"), text(request, "after")),
        "retries": list(row.retries.order_by("id").only("pk", "state", "counters")[:20]),
    }
    return render(request, "console/run.html", context, busy=view.active, shop=row.shop)
