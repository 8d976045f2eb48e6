"""Replays or ignores one event, or all dead ones of one cause."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from console.frame.notes import Note
from console.frame.request_text import from_form
from console.frame.responses import actor, answer, back_to
from console.frame.roles import requires
from webhooks.models import WebhookEvent
from webhooks.services import NotPossible, ignore_event, ignore_events, replay_event, replay_events


@requires("operator")
@require_POST
def replay(request: HttpRequest, pk: int) -> HttpResponse:
    back = back_to(request, reverse("console:webhook_event", args=[pk]))
    get_object_or_404(WebhookEvent.objects.only("pk"), pk=pk)
    try:
        replay_event(pk, actor(request))
    except NotPossible as error:
        return answer(request, Note(str(error), "warning"), back)
    return answer(request, Note("The event is handled again."), back)


@requires("operator")
@require_POST
def ignore(request: HttpRequest, pk: int) -> HttpResponse:
    back = back_to(request, reverse("console:webhook_event", args=[pk]))
    get_object_or_404(WebhookEvent.objects.only("pk"), pk=pk)
    try:
        ignore_event(pk, actor(request), _reason(request))
    except NotPossible as error:
        return answer(request, Note(str(error), "warning"), back)
    return answer(request, Note("The event is left as it is."), back)


@requires("operator")
@require_POST
def group(request: HttpRequest) -> HttpResponse:
    """Replays or ignores all dead events of one cause."""
    back = back_to(request, reverse("console:webhooks"))
    fingerprint = from_form(request, "fingerprint", 16)
    try:
        if request.POST.get("what") == "ignore":
            many = ignore_events(fingerprint, actor(request), _reason(request))
            note = Note(f"{many:,} events are left as they are.")
        else:
            note = Note(f"{replay_events(fingerprint, actor(request)):,} events are handled again.")
    except NotPossible as error:
        note = Note(str(error), "warning")
    return answer(request, note, back)


def _reason(request: HttpRequest) -> str:
    return from_form(request, "reason", 500)
