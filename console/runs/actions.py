"""Stops, resumes or ignores a run."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from console.frame.notes import Note
from console.frame.request_text import from_form
from console.frame.responses import actor, answer, back_to
from console.frame.roles import requires
from jobs.audit import Actor
from jobs.models import JobRun
from jobs.services import NotPossible, ignore_run, resume_run, stop_run
from work.item import ACTIVE


@requires("operator")
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    return _deed(request, pk, stop_run, _stopped)


def _stopped(run: JobRun) -> str:
    """Says what became of it: stopping, or cancelled at once."""
    if run.state in ACTIVE:
        return f"Run {run.pk} stops at its next chunk; what it has done so far stays."
    stays = "; what it has done so far stays" if run.started_at else " before it began"
    return f"Run {run.pk} is cancelled{stays}."


@requires("operator")
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    return _deed(request, pk, resume_run, lambda run: f"Run {run.pk} goes on where it was.")


@requires("operator")
@require_POST
def ignore(request: HttpRequest, pk: int) -> HttpResponse:
    """Leaves a dead or missed run as it is; the reason is compulsory."""
    reason = from_form(request, "reason")
    return _deed(request, pk, lambda pk, who: ignore_run(pk, who, reason), lambda run: f"Run {run.pk} is ignored.")


def _deed(
    request: HttpRequest, pk: int, deed: Callable[[int, Actor], JobRun], done: Callable[[JobRun], str]
) -> HttpResponse:
    get_object_or_404(JobRun.objects.only("pk"), pk=pk)
    page = reverse("console:run", args=[pk])
    back = back_to(request, page)
    try:
        run = deed(pk, actor(request))
    except NotPossible as error:
        return answer(request, Note(str(error), "warning", page, "See how it stands"), back)
    return answer(request, Note(done(run), "success", page, f"Run {pk}"), back)
