"""Calls about exclusion calendars, in whose times no schedule starts anything."""

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from console.api.auth import caller, needs
from console.api.fields import Id
from console.api.shapes.settings import CalendarIn, CalendarOut, SpanIn, SpanOut, calendar_out, span_out
from jobs.models import Exclusion, ExclusionCalendar
from jobs.services.calendars import close_calendar, make_calendar, reopen_calendar

router = Router(tags=["calendars"])


def _calendars() -> QuerySet[ExclusionCalendar]:
    coming = Exclusion.objects.filter(ends_at__gt=timezone.now()).order_by("starts_at", "id")
    return ExclusionCalendar.objects.prefetch_related(Prefetch("exclusions", coming)).order_by("name")


def _out(calendar: ExclusionCalendar) -> CalendarOut:
    return calendar_out(calendar, list(calendar.exclusions.all()))


@router.get("/calendars", response=list[CalendarOut], auth=needs("viewer"), summary="Every calendar")
def list_calendars(request: HttpRequest) -> list[CalendarOut]:
    return [_out(calendar) for calendar in _calendars()]


@router.post(
    "/calendars", response={200: CalendarOut, 201: CalendarOut}, auth=needs("operator"), summary="Make a calendar"
)
def add_calendar(request: HttpRequest, wanted: CalendarIn) -> Status[CalendarOut]:
    """201: a new one. 200: there was one of this name, and this is it."""
    calendar, created = make_calendar(wanted.name, caller(request))
    return Status(201 if created else 200, _out(_calendars().get(pk=calendar.pk)))


@router.post("/calendars/{pk}/close", response=SpanOut, auth=needs("operator"), summary="Close it for a span")
def close(request: HttpRequest, pk: Id, wanted: SpanIn) -> SpanOut:
    return span_out(close_calendar(pk, wanted.start, wanted.end, wanted.reason, caller(request)))


@router.post("/closed/{pk}/reopen", response=SpanOut, auth=needs("operator"), summary="Take a span away")
def reopen(request: HttpRequest, pk: Id) -> SpanOut:
    """What it was."""
    return span_out(reopen_calendar(pk, caller(request)))
