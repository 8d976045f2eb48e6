"""Edits a schedule, and previews what it would do."""

from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods

from console.frame import job_forms
from console.frame.notes import Note, leave
from console.frame.page import is_htmx, private, render
from console.frame.request_text import from_address
from console.frame.responses import actor
from console.frame.roles import requires
from console.frame.shops import current_shop, page_of_shop
from console.schedule import save
from console.schedule.form import PREFIX, ScheduleForm, zones
from console.schedule.preview import preview, warnings
from console.schedule.schedule_view import view
from console.schedule.words import when_words
from integrations.text import clean
from jobs import registry
from jobs.definition import JobDefinition
from jobs.engine.schedule_words import when_of
from jobs.models import Schedule
from jobs.services import InvalidParameters, NotPossible
from jobs.services.schedules import Stale
from oms.models import Shop


@dataclass
class Editor:
    """One rendering of the editor. `changed`: another person's edit meanwhile."""

    job: JobDefinition
    shop: Shop | None
    saved: Schedule | None
    form: ScheduleForm
    parameters: forms.Form
    changed: str = ""

    @property
    def zone(self) -> str:
        return self.shop.time_zone if self.shop else "UTC"


@requires("operator")
@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: HttpRequest, key: str) -> HttpResponse:
    """A POST saves the fields, or with `_what=preview` only shows what they would do."""
    job = registry.find(key)
    if job is None:
        raise Http404(f"There is no job {key!r}.")
    shop = current_shop(request)
    posted = request.method == "POST"
    name = request.POST.get(f"{PREFIX}-name", "") if posted else from_address(request, "name", 100)
    saved = save.find(key, shop, clean(name))
    anchor = saved.anchor if saved else None
    if not posted:
        form = ScheduleForm(job=job, anchor=anchor, initial={**save.initial(job, shop, saved), "name": name})
        given = job.form(initial={**job.defaults(), **saved.parameters} if saved else None)
        return _show(request, Editor(job, shop, saved, form, given))
    values = job_forms.values(job, request)
    editor = Editor(job, shop, saved, ScheduleForm(request.POST, job=job, anchor=anchor), job.clean(values))
    if request.POST.get("_what") == "preview":
        return _show(request, editor)
    return _save(request, editor, values)


def _save(request: HttpRequest, editor: Editor, values: dict[str, object]) -> HttpResponse:
    if not editor.form.is_valid() or not editor.parameters.is_valid():
        return _show(request, editor, 422)
    try:
        saved = save.save(editor.job, editor.shop, editor.form, values, actor(request))
    except InvalidParameters as error:
        editor.parameters = error.form
        return _show(request, editor, 422)
    except Stale:
        return _show(request, _with_the_truth(editor), 409)
    except NotPossible as error:
        editor.form.add_error(None, str(error))
        return _show(request, editor, 422)
    shown = view(saved)
    warned = warnings(editor.form, editor.zone, bool(shown.next) or not shown.on)
    says = f"{editor.job.name}: {shown.words}, {shown.zone}." + ("" if shown.on else " It is switched off.")
    leave(request, Note(" ".join([says, *warned]), "warning" if warned else "success"))
    return redirect(page_of_shop(request, "job", editor.job.key))


def _with_the_truth(editor: Editor) -> Editor:
    """Shows what is saved now, and by whom.

    The form keeps what was typed, and may replace it knowingly.
    """
    saved = save.find(editor.job.key, editor.shop, editor.form.cleaned_data["name"])
    assert saved is not None  # only a saved schedule can be newer than the form
    last = save.last_editor(saved)
    who = last.actor_name if last else "Somebody"
    words = when_words(when_of(saved), editor.zone)
    state = "on" if saved.periodic_task.enabled else "off"
    editor.changed = f"{who} changed this schedule meanwhile. It is now: {words}, switched {state}."
    data = dict(editor.form.data.items())
    data[f"{PREFIX}-revision"] = str(saved.revision)
    editor.form = ScheduleForm(data, job=editor.job, anchor=saved.anchor)
    editor.form.is_valid()
    editor.saved = saved
    return editor


def _show(request: HttpRequest, editor: Editor, status: int = 200) -> HttpResponse:
    form = editor.form
    # The preview needs a form that has been read: of a new one, the initial values as if they had been sent.
    read = form if form.is_bound else ScheduleForm(_as_sent(form), job=editor.job, anchor=form.anchor)
    context = {
        "job": editor.job,
        "form": form,
        "parameters": job_forms.named(editor.parameters, editor.job),
        "saved": editor.saved,
        "changed": editor.changed,
        "preview": preview(read, editor.saved, editor.job.key, editor.zone),
        # The whole page says it beside the fields; news of the preview alone must say it itself.
        "errors": _complaints(read) if is_htmx(request) else [],
        "zones": zones(),
        "slug": job_forms.slug(editor.job.key),
    }
    if is_htmx(request):
        html = render_to_string("console/schedule/editor/preview.html", context, request)
        return private(HttpResponse(html))
    return render(request, "console/schedule/editor/page.html", context, status=status)


def _complaints(form: ScheduleForm) -> list[str]:
    """Complaints of the form, each with the label of its field."""
    labels = {name: f"{field.label}: " for name, field in form.fields.items()}
    return [f"{labels.get(name, '')}{message}" for name, errors in form.errors.items() for message in errors]


def _as_sent(form: ScheduleForm) -> dict[str, object]:
    return {form.add_prefix(name): form.get_initial_for_field(field, name) for name, field in form.fields.items()}
