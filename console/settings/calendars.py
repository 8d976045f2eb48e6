"""Edits exclusion calendars, in whose times no schedule starts anything."""

from datetime import datetime, tzinfo

from django import forms
from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from console.frame.moments import BadMoment, jump, moment
from console.frame.notes import Note, leave
from console.frame.page import render, zone_of
from console.frame.responses import actor
from console.frame.roles import requires
from console.frame.shops import current_shop
from jobs.models import Exclusion, ExclusionCalendar
from jobs.services import NotPossible
from jobs.services.calendars import close_calendar, make_calendar, reopen_calendar

_TOO_LONG = "A %s has at most %%(limit_value)d characters; this one has %%(show_value)d."
_CLOCK = forms.TextInput(attrs={"type": "datetime-local"})


class NameForm(forms.Form):
    """A new calendar."""

    name = forms.CharField(
        label="New calendar",
        max_length=100,
        error_messages={"required": "Give the calendar a name.", "max_length": _TOO_LONG % "name"},
    )


class ClosingForm(forms.Form):
    """A time that a calendar closes, on the clock of `zone`."""

    start = forms.CharField(label="From", widget=_CLOCK)
    end = forms.CharField(label="To", widget=_CLOCK)
    reason = forms.CharField(
        label="Why",
        max_length=200,
        error_messages={"required": "It needs a reason.", "max_length": _TOO_LONG % "reason"},
    )

    def __init__(self, calendar: int, zone: tzinfo, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id=f"%s-{calendar}")
        self.zone = zone

    def clean_start(self) -> datetime:
        return self._moment("start")

    def clean_end(self) -> datetime:
        return self._moment("end")

    def _moment(self, name: str) -> datetime:
        try:
            at = moment(self.cleaned_data[name], self.zone)
        except BadMoment as error:
            raise forms.ValidationError(str(error)) from None
        assert at is not None
        return at


@requires("viewer")
@require_safe
def calendars(request: HttpRequest) -> HttpResponse:
    return _show(request)


def _show(
    request: HttpRequest, name: NameForm | None = None, closings: dict[int, ClosingForm] | None = None
) -> HttpResponse:
    """Renders the page, after a refused deed with its form."""
    zone = zone_of(current_shop(request))
    spans = Prefetch("exclusions", Exclusion.objects.filter(ends_at__gt=timezone.now()), to_attr="coming")
    found = ExclusionCalendar.objects.annotate(used=Count("schedule")).prefetch_related(spans).order_by("name")
    refused = closings or {}
    listed = [(each, refused.get(each.pk) or ClosingForm(each.pk, zone)) for each in found]
    context = {"listed": listed, "form": name or NameForm(auto_id="calendar-%s")}
    status, address = 422 if name or refused else 200, reverse("console:calendars")
    return render(request, "console/settings/calendars.html", context, status=status, address=address)


@requires("operator")
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    form = NameForm(request.POST, auto_id="calendar-%s")
    if not form.is_valid():
        return _show(request, name=form)
    name = form.cleaned_data["name"]
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
    form = ClosingForm(pk, zone_of(current_shop(request)), request.POST)
    if not form.is_valid():
        return _show(request, closings={pk: form})
    start, end, reason = (form.cleaned_data[name] for name in ("start", "end", "reason"))
    try:
        span = close_calendar(pk, start, end, reason, actor(request))
    except NotPossible as error:
        form.add_error(None, str(error))
        return _show(request, closings={pk: form})
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
