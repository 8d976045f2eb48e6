"""Retries or ignores all dead runs of one cause."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from console.frame.notes import Note
from console.frame.request_text import from_form
from console.frame.responses import actor, answer, back_to
from console.frame.roles import requires
from jobs.registry import name_of
from jobs.services import NotPossible, ignore_group, retry_group


@requires("operator")
@require_POST
def group(request: HttpRequest) -> HttpResponse:
    """Retries or ignores the group named by `job` and `fingerprint`."""
    key, fingerprint = (from_form(request, name, 100) for name in ("job", "fingerprint"))
    back = back_to(request, reverse("console:pipeline"))
    try:
        if request.POST.get("what") == "ignore":
            reason = from_form(request, "reason")
            many, done = ignore_group(key, fingerprint, actor(request), reason), "ignored"
        else:
            many, done = retry_group(key, fingerprint, actor(request)), "put in line again, one after the other"
    except NotPossible as error:
        return answer(request, Note(str(error), "warning"), back)
    return answer(request, Note(f"{name_of(key)}: {many:,} run{'' if many == 1 else 's'} {done}."), back)
