"""Switches, pauses, skips and backfills a schedule.

Each deed is a POST, and one transaction with its audit row.
"""

from collections.abc import Callable
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from console.frame.moments import BadMoment, jump, moment
from console.frame.notes import Note
from console.frame.page import zone_of
from console.frame.request_text import from_form
from console.frame.responses import actor, answer, back_to
from console.frame.roles import requires
from console.frame.shops import current_shop, page_of_shop
from console.presentation.times import in_zone
from console.schedule import save
from console.schedule.schedule_view import ScheduleView, view
from jobs import registry
from jobs.engine.due_slots import with_clock
from jobs.models import Schedule
from jobs.registry import name_of
from jobs.services import NotPossible
from jobs.services import schedules as services

Deed = Callable[[HttpRequest, Schedule], str]


@requires("operator")
@require_POST
def enable(request: HttpRequest, key: str) -> HttpResponse:
    """Makes the first schedule of a job, as its card proposes it."""
    job = registry.find(key)
    if job is None:
        raise Http404(f"There is no job {key!r}.")
    shop = current_shop(request)
    page = page_of_shop(request, "job", key)
    made = None if save.find(key, shop, "") else save.enable(job, shop, actor(request))
    if made is None:
        note = Note(
            f"{job.name} proposes no rhythm of its own; choose one.",
            "info",
            page_of_shop(request, "job_schedule", key),
            "Schedule it",
        )
        return answer(request, note, back_to(request, page))
    shown = view(made)
    return answer(request, Note(f"{job.name} is switched on: {shown.words}, {shown.zone}."), back_to(request, page))


def _deed(request: HttpRequest, pk: int, deed: Deed) -> HttpResponse:
    row = get_object_or_404(with_clock().select_related("shop"), pk=pk)
    back = back_to(request, page_of_shop(request, "job", row.key, shop=row.shop))
    try:
        note = Note(f"{name_of(row.key)}: {deed(request, row)}")
    except (NotPossible, BadMoment) as error:
        note = Note(str(error), "warning")
    return answer(request, note, back)


def _fresh(pk: int) -> ScheduleView:
    return view(with_clock().select_related("shop", "calendar").get(pk=pk))


def _says(shown: ScheduleView, at: datetime) -> str:
    return in_zone(at, shown.zone)


@requires("operator")
@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    def deed(request: HttpRequest, row: Schedule) -> str:
        on = request.POST.get("on") == "1"
        services.switch(pk, on, actor(request))
        shown = _fresh(pk)
        if not on:
            return "switched off; nothing starts by itself any more."
        return f"switched on. Next run {_says(shown, shown.next.slot)}." if shown.next else "switched on."

    return _deed(request, pk, deed)


@requires("operator")
@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Pauses it; an empty `until` means until it is resumed."""

    def deed(request: HttpRequest, row: Schedule) -> str:
        until = moment(request.POST.get("until", ""), zone_of(row.shop), empty=True)
        reason = from_form(request, "reason")
        services.pause(pk, actor(request), reason, until)
        return (
            f"paused until {_says(_fresh(pk), until)}.{jump(until)}" if until else "paused until somebody resumes it."
        )

    return _deed(request, pk, deed)


@requires("operator")
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    def deed(request: HttpRequest, row: Schedule) -> str:
        services.resume(pk, actor(request))
        return "resumed. What was due meanwhile follows the catch-up policy."

    return _deed(request, pk, deed)


@requires("operator")
@require_POST
def skip(request: HttpRequest, pk: int) -> HttpResponse:
    def deed(request: HttpRequest, row: Schedule) -> str:
        done = services.skip_next(pk, actor(request))
        shown = _fresh(pk)
        assert done.skip_slot is not None
        follows = f"; the next run is {_says(shown, shown.next.slot)}" if shown.next else ""
        return f"the run of {_says(shown, done.skip_slot)} is left out{follows}."

    return _deed(request, pk, deed)


@requires("operator")
@require_POST
def undo_skip(request: HttpRequest, pk: int) -> HttpResponse:
    def deed(request: HttpRequest, row: Schedule) -> str:
        services.undo_skip(pk, actor(request))
        shown = _fresh(pk)
        return f"the run of {_says(shown, shown.next.slot)} is back." if shown.next else "the skip is undone."

    return _deed(request, pk, deed)


@requires("operator")
@require_POST
def backfill(request: HttpRequest, pk: int) -> HttpResponse:
    def deed(request: HttpRequest, row: Schedule) -> str:
        zone = zone_of(row.shop)
        start, end = (moment(request.POST.get(name, ""), zone) for name in ("start", "end"))
        assert start is not None and end is not None
        return _backfilled(services.backfill(pk, start, end, actor(request)), _fresh(pk))

    return _deed(request, pk, deed)


def _backfilled(done: services.Backfilled, shown: ScheduleView) -> str:
    runs = f"{done.made:,} run{'' if done.made == 1 else 's'} put in line"
    if done.made:
        return f"{runs}; slots that have a run keep it."
    if done.slots:
        return f"{runs}: each of its {done.slots:,} slots of that time has its row already."
    if done.since:
        return f"{runs}: it counts from {_says(shown, done.since)} and has no slots before that."
    return f"{runs}: no slot of it lies in that time."
