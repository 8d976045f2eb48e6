"""Pins a job for a person, or takes the pin away."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from console.frame.notes import Note
from console.frame.responses import actor, answer, back_to
from console.frame.roles import requires
from console.models import Pin
from jobs import registry
from jobs.registry import name_of

MOST = 30


@requires("viewer")
@require_POST
def pin(request: HttpRequest, key: str) -> HttpResponse:
    """Pins the job; `off=1` takes the pin away, also of a removed job."""
    user = actor(request).user_id
    assert user is not None  # @requires let nobody else in
    mine = Pin.objects.filter(user_id=user)
    back = back_to(request, reverse("console:pipeline"))
    if request.POST.get("off") == "1":
        mine.filter(key=key).delete()
        return answer(request, Note(f"{name_of(key)} is not pinned any more.", "info"), back)
    if registry.find(key) is None:
        raise Http404(f"There is no job {key!r}.")
    if mine.count() >= MOST:
        return answer(request, Note(f"At most {MOST} jobs can be pinned; take one away first.", "warning"), back)
    Pin.objects.get_or_create(user_id=user, key=key)
    return answer(request, Note(f"{name_of(key)} is pinned.", "info"), back)
