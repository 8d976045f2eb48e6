"""Runs a job now, or plans a run for a later moment."""

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST

from console.frame import job_forms
from console.frame.moments import BadMoment, jump, moment
from console.frame.notes import Note, leave
from console.frame.page import is_htmx, private, zone_of
from console.frame.request_text import from_form
from console.frame.responses import actor, answer, back_to
from console.frame.roles import requires
from console.frame.shops import active_shops, current_shop, named_in_query, page_of_shop
from console.jobs import job as job_page
from console.jobs.cards import named
from console.presentation.times import in_zone
from jobs import registry
from jobs.definition import JobDefinition
from jobs.models import JobRun
from jobs.services import (
    InvalidParameters,
    NotPossible,
    PrerequisiteNotMet,
    request_run,
)


@requires("operator")
@require_POST
def run_now(request: HttpRequest, key: str) -> HttpResponse:
    definition = registry.find(key)
    if definition is None:
        raise Http404(f"There is no job {key!r}.")
    reason = from_form(request, "_reason", 500)
    sent = job_forms.values(definition, request)
    if "_override" in request.POST and not reason:
        return _refused(request, definition, sent, "Say why it may run although a step before it is missing.")
    if request.POST.get("_what") == "at":
        return _run_at(request, definition, sent)
    try:
        run, already = request_run(
            key,
            shop=current_shop(request),
            actor=actor(request),
            parameters=sent,
            override_reason=reason if "_override" in request.POST else "",
            dry=request.POST.get("_what") == "dry",
        )
    except InvalidParameters as error:
        return _refused_form(request, definition, error)
    except PrerequisiteNotMet as error:
        return _locked(request, definition, sent, error)
    response = answer(request, _started(definition, run, already), back_to(request, _page(run)))
    if is_htmx(request):
        # The fields once more, so that complaints about what was sent before go away.
        del response["HX-Reswap"]
        response.write(_fields(request, definition, definition.clean(sent)))
    return response


def _run_at(request: HttpRequest, definition: JobDefinition, sent: dict[str, Any]) -> HttpResponse:
    """Plans one run at a later moment, with these parameters."""
    shop = current_shop(request)
    try:
        at = moment(request.POST.get("_at", ""), zone_of(shop))
        assert at is not None
        run, already = request_run(definition.key, shop=shop, actor=actor(request), parameters=sent, at=at)
    except (BadMoment, NotPossible) as error:
        return _refused(request, definition, sent, str(error))
    except InvalidParameters as error:
        return _refused_form(request, definition, error)
    says = in_zone(run.due_at, str(zone_of(shop)))
    text = f"{definition.name} is {'already ' if already else ''}planned for {says}.{jump(at)}"
    back = back_to(request, page_of_shop(request, "job", definition.key))
    return answer(request, Note(text, "info" if already else "success", _page(run), f"Run {run.pk}"), back)


def _page(run: JobRun) -> str:
    return reverse("console:run", args=[run.pk])


def _started(definition: JobDefinition, run: JobRun, already: bool) -> Note:
    if not already and run.dry:
        return Note(f"A dry run of {definition.name} is on its way.", "success", _page(run), f"Run {run.pk}")
    if already:
        return Note(f"{definition.name} is already under way.", "info", _page(run), f"Run {run.pk}")
    return Note(f"{definition.name} is on its way.", "success", _page(run), f"Run {run.pk}")


def _refused(request: HttpRequest, definition: JobDefinition, sent: dict[str, Any], why: str) -> HttpResponse:
    """Says why, and leaves the form as it was filled in.

    Without htmx on the job's own page.
    """
    note = Note(why, "warning")
    if is_htmx(request):
        return answer(request, note, "")
    leave(request, note)
    return job_page.show(request, definition, form=_filled_in(definition, sent), status=422)


def _filled_in(definition: JobDefinition, sent: dict[str, Any]) -> Form:
    return job_forms.named(definition.clean(sent), definition)


def _refused_form(request: HttpRequest, definition: JobDefinition, error: InvalidParameters) -> HttpResponse:
    """Shows the fields again, each with what is wrong with it.

    Without htmx on the job's own page.
    """
    if is_htmx(request):
        return private(HttpResponse(_fields(request, definition, error.form)))
    return job_page.show(request, definition, form=job_forms.named(error.form, definition), status=422)


def _fields(request: HttpRequest, definition: JobDefinition, form: Form) -> str:
    context = {"form": job_forms.named(form, definition), "slug": job_forms.slug(definition.key)}
    return render_to_string("console/frame/parts/fields.html", context, request)


def _locked(
    request: HttpRequest, definition: JobDefinition, sent: dict[str, Any], error: PrerequisiteNotMet
) -> HttpResponse:
    reasons = [named(unmet) for unmet in error.reasons]
    if is_htmx(request):
        first = reasons[0]
        url = first.url + named_in_query(active_shops(request), current_shop(request))
        return answer(request, Note(str(error), "warning", url, first.name), "")
    return job_page.show(request, definition, form=_filled_in(definition, sent), refused=reasons, status=409)
