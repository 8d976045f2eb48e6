"""Edits exclusion calendars, in whose times no schedule starts anything."""

from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from console.frame.moments import BadMoment, jump, moment
from console.frame.notes import Note, leave
from console.frame.page import render, zone_of
from console.frame.request_text import from_form
from console.frame.responses import actor
from console.frame.roles import requires
from console.frame.shops import current_shop
from jobs.models import Exclusion, ExclusionCalendar
from jobs.services import NotPossible
from jobs.services.calendars import close_calendar, make_calendar, reopen_calendar


@requires("viewer")
@require_safe
def calendars(request: HttpRequest) -> HttpResponse:
    spans = Prefetch("exclusions", Exclusion.objects.filter(ends_at__gt=timezone.now()), to_attr="coming")
    listed = ExclusionCalendar.objects.annotate(used=Count("schedule")).prefetch_related(spans).order_by("name")
    return render(request, "console/settings/calendars.html", {"listed": listed})


def _text(request: HttpRequest, name: str, longest: int) -> str:
    """Raises NotPossible when it is longer than what can be kept."""
    words = from_form(request, name, 100_000)
    if len(words) > longest:
        raise NotPossible(f"A {name} has at most {longest} characters; this one has {len(words):,}.")
    return words


@requires("operator")
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    try:
        name = _text(request, "name", 100)
        if not name:
            raise NotPossible("Give the calendar a name.")
    except NotPossible as error:
        leave(request, Note(str(error), "warning"))
        return redirect("console:calendars")
    _, created = make_calendar(name, actor(request))
    note = (
        Note(f"{name} is there; add the times it closes.") if created else Note(f"There is a {name} already.", "info")
    )
    leave(request, note)
    return redirect("console:calendars")


@requires("operator")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a span; schedules that heed the calendar start nothing in it."""
    calendar = get_object_or_404(ExclusionCalendar, pk=pk)
    zone = zone_of(current_shop(request))
    try:
        start, end = (moment(request.POST.get(name, ""), zone) for name in ("start", "end"))
        reason = _text(request, "reason", 200)
        assert start is not None and end is not None
        span = close_calendar(pk, start, end, reason, actor(request))
    except (BadMoment, NotPossible) as error:
        leave(request, Note(str(error), "warning"))
        return redirect("console:calendars")
    leave(request, Note(f"{calendar.name} is closed: {span.reason}.{jump(start)}{jump(end)}"))
    return redirect("console:calendars")


@requires("operator")
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a span away."""
    get_object_or_404(Exclusion, pk=pk)
    span = reopen_calendar(pk, actor(request))
    leave(request, Note(f"{span.calendar.name} is open again where it said {span.reason}."))
    return redirect("console:calendars")
