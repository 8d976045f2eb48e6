"""One run: how it stands, what it said, what failed, and how it differs from the last good one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from console.frame.page import render, text
from console.frame.roles import requires
from console.presentation import diff
from console.presentation.changes import changes
from console.presentation.estimate import history as past_of
from console.presentation.mapping_links import mapping_page
from console.presentation.no_failures import none_failed
from console.presentation.run_exceptions import raised
from console.presentation.run_view import describe
from console.runs import failed_records, logs, recent
from console.runs.why_waiting import why
from integrations.effects.models import Effect
from jobs import registry
from jobs.models import JobRun
from work.item import IGNORABLE


@requires("viewer")
@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(
        JobRun.objects.select_related("shop", "requested_by", "retry_of", "covered_by", "schedule"), pk=pk
    )
    definition = registry.find(row.key)
    good = recent.good_before(row)
    past = past_of(recent.recent([row.key], row.shop)[row.key])
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
        "failed": failed_records.listing(row, text(request, "reason"), text(request, "after")),
        "retries": list(row.retries.order_by("id").only("pk", "state", "counters")[:20]),
    }
    return render(request, "console/runs/run.html", context, busy=view.active, shop=row.shop)
