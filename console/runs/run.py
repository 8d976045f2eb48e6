"""Shows one run: its state, log, failed records, changes and differences."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from console.frame.page import render
from console.frame.request_text import from_address
from console.frame.roles import requires
from console.presentation.mapping_links import mapping_page
from console.runs import diff, failed_records, logs, recent
from console.runs.changes import changes
from console.runs.estimate import history as past_of
from console.runs.raised_exceptions import raised
from console.runs.run_view import describe
from console.runs.why_waiting import why
from integrations.effects.models import Effect
from jobs import registry
from jobs.models import JobRun, RunLog, State
from jobs.models.run_details import Level
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
        "none_failed": _none_failed(row),
        "failed": failed_records.listing(row, from_address(request, "reason"), from_address(request, "after")),
        "retries": list(row.retries.order_by("id").only("pk", "state", "counters")[:20]),
    }
    return render(request, "console/runs/run.html", context, busy=view.active, shop=row.shop)


def _none_failed(run: JobRun) -> str:
    """Says why no record failed; one query if it skipped some."""
    if run.state != State.DONE:
        return "None."
    if run.counters.get("read") == 0:
        return "None: it read no record."
    skipped = int(run.counters.get("skipped", 0))
    if skipped:
        return f"None, but {skipped:,} {'was' if skipped == 1 else 'were'} skipped{_where(run)}."
    if run.dry or not run.counters.get("read"):
        return "None."
    return "None. Every record went in."


def _where(run: JobRun) -> str:
    """Some jobs log each record that they leave out."""
    logged = RunLog.objects.filter(run=run, level=Level.WARNING).exists()
    return ": the log says what was left out" if logged else ""
