"""Dead runs of one cause: tried again together, or set aside together with a reason."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from console.frame.notes import Note
from console.frame.responses import actor, answer, back_to
from console.frame.roles import requires
from console.presentation.run_view import name_of
from jobs.services import NotPossible, ignore_group, retry_group


@requires("operator")
@require_POST
def group(request: HttpRequest) -> HttpResponse:
    """`job` and `fingerprint` name the group; `what` is retry or ignore."""
    key, fingerprint = (request.POST.get(name, "").replace("\x00", "")[:100] for name in ("job", "fingerprint"))
    back = back_to(request, reverse("console:pipeline"))
    try:
        if request.POST.get("what") == "ignore":
            reason = request.POST.get("reason", "").replace("\x00", "")
            many, done = ignore_group(key, fingerprint, actor(request), reason), "ignored"
        else:
            many, done = retry_group(key, fingerprint, actor(request)), "put in line again, one after the other"
    except NotPossible as error:
        return answer(request, Note(str(error), "warning"), back)
    return answer(request, Note(f"{name_of(key)}: {many:,} run{'' if many == 1 else 's'} {done}."), back)
