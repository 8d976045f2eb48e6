"""Keeps lists of runs for a person."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from console.frame.notes import Note, leave
from console.frame.request_text import from_form
from console.frame.responses import actor
from console.frame.roles import requires
from console.models import SavedView
from console.runs.filters import Filters

MOST, LONGEST = 30, 1000


def saved(request: HttpRequest) -> list[SavedView]:
    return list(SavedView.objects.filter(user=actor(request).user_id)[:MOST])


@requires("viewer")
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Saves the list under a name; the same name replaces it."""
    filters = Filters.of(QueryDict(request.POST.get("query", "")[:1000]))
    name = from_form(request, "name", 60)
    back = f"{reverse('console:history')}?{filters.query}"
    user = actor(request).user_id
    assert user is not None  # @requires let nobody else in
    mine = SavedView.objects.filter(user=user)
    if not name or not filters:
        leave(request, Note("Choose filters and a name.", "warning"))
    elif len(filters.query) > LONGEST:
        leave(request, Note("These filters are too long to be kept.", "warning"))
    elif mine.count() >= MOST and not mine.filter(name=name).exists():
        leave(request, Note(f"At most {MOST} lists can be kept; forget one first.", "warning"))
    else:
        SavedView.objects.update_or_create(user_id=user, name=name, defaults={"query": filters.query})
        leave(request, Note(f"{name} is kept."))
    return redirect(back)


@requires("viewer")
@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    SavedView.objects.filter(user=actor(request).user_id, pk=pk).delete()
    return redirect("console:history")
