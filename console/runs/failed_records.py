"""Shows, retries, ignores and exports records that a run refused."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from console.frame.notes import Note
from console.frame.page import render
from console.frame.request_text import from_form
from console.frame.responses import actor, answer, back_to
from console.frame.roles import requires
from console.lists import csv
from console.lists.paging import BY_ID_ASCENDING
from console.presentation.raw_text import pretty
from integrations.text import as_id
from jobs import audit
from jobs.models import FailedRecord, JobRun
from jobs.models.run_details import RecordState
from jobs.services import NotPossible, ignore_failed_record, retry_failed_records
from jobs.services.failed_records import RECORDS_EXPORTED, RETRYABLE, kept_in

PAGE_SIZE = 50
MOST_AT_ONCE = 500
COLUMNS = ("reference", "reason", "message", "state", "at", "raw")


@dataclass(frozen=True)
class Listing:
    """One page of a run's failed records, of one reason if chosen.

    `next` is where the next page goes on.
    """

    records: list[FailedRecord]
    reasons: list[tuple[str, int]]
    chosen: str
    total: int
    open: int
    after: str
    next: str

    @property
    def kept(self) -> str:
        """The address's part that keeps this page of the list."""
        asked = {"reason": self.chosen, "after": self.after}
        return urlencode({name: value for name, value in asked.items() if value})


def listing(run: JobRun, reason: str, after: str) -> Listing:
    found = run.failed_records.all()
    grouped = found.values_list("reason").annotate(many=Count("id")).order_by("-many", "reason")
    reasons = [(str(name), int(many)) for name, many in grouped]
    chosen = reason if reason in dict(reasons) else ""
    rows = found.defer("raw")
    page = BY_ID_ASCENDING.page(rows.filter(reason=chosen) if chosen else rows, after, PAGE_SIZE)
    return Listing(
        records=page.rows,
        reasons=reasons,
        chosen=chosen,
        total=sum(many for _, many in reasons),
        open=found.filter(RETRYABLE).count(),
        after=after,
        next=page.next,
    )


@requires("viewer")
@require_safe
def record(request: HttpRequest, pk: int, record_pk: int) -> HttpResponse:
    """Shows one record; its raw text is customer data, for operators only."""
    row = get_object_or_404(FailedRecord.objects.select_related("run__shop", "retry_run"), pk=record_pk, run_id=pk)
    retryable = FailedRecord.objects.filter(RETRYABLE, pk=row.pk).exists()
    context = {"record": row, "run": row.run, "retryable": retryable, "raw": pretty(row.raw), "kept": kept_in(row)}
    return render(request, "console/runs/record.html", context, shop=row.run.shop)


@requires("operator")
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Retries all open records or the chosen ones, or ignores these."""
    run = get_object_or_404(JobRun.objects.select_related("shop"), pk=pk)
    back = back_to(request, reverse("console:run", args=[pk]))
    what = request.POST.get("what", "")
    ids = [number for value in request.POST.getlist("record") if (number := as_id(value)) is not None]
    if what != "retry-all" and not ids:
        return answer(request, Note("Choose at least one record.", "warning"), back)
    try:
        note = _ignore(request, run, ids[:MOST_AT_ONCE]) if what == "ignore" else _retry(request, run, what, ids)
    except NotPossible as error:
        note = Note(str(error), "warning")
    return answer(request, note, back)


def _retry(request: HttpRequest, run: JobRun, what: str, ids: list[int]) -> Note:
    retry = retry_failed_records(run, actor(request), None if what == "retry-all" else ids)
    many = retry.retried_records.count()
    text = "1 record is tried again." if many == 1 else f"{many:,} records are tried again."
    return Note(text, "success", reverse("console:run", args=[retry.pk]), f"Run {retry.pk}")


def _ignore(request: HttpRequest, run: JobRun, ids: list[int]) -> Note:
    reason = from_form(request, "reason")
    mine = list(run.failed_records.filter(pk__in=ids).values_list("pk", flat=True))
    with transaction.atomic():
        for pk in mine:
            ignore_failed_record(pk, actor(request), reason)
    return Note("1 record is ignored." if len(mine) == 1 else f"{len(mine):,} records are ignored.")


@requires("operator")
@require_safe
def download(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Exports all failed records of the run as CSV.

    They hold customers' data, so taking them along leaves an audit row.
    """
    run = get_object_or_404(JobRun, pk=pk)
    audit.record(actor(request), RECORDS_EXPORTED, run)
    rows = run.failed_records.order_by("id").values_list(*COLUMNS).iterator(chunk_size=500)
    named = (
        (reference, reason, message, RecordState(state).label, at.isoformat(), raw)
        for reference, reason, message, state, at, raw in rows
    )
    answer = StreamingHttpResponse(csv.lines(COLUMNS, named), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="run-{pk}-failed-records.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer
