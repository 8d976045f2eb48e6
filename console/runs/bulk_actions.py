"""Retries, ignores or stops all runs that match, after their count.

Each run gets an audit row of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from console.frame.notes import Note, leave
from console.frame.page import render
from console.frame.request_text import from_form
from console.frame.responses import actor
from console.frame.roles import requires
from console.runs import search
from console.runs.filters import Filters
from jobs.audit import Actor
from jobs.models import JobRun
from jobs.services import NotPossible, ignore_run, resume_run, stop_run
from work.item import ACTIVE, IGNORABLE, RESUMABLE

MOST = 500


@dataclass(frozen=True)
class Deed:
    """What can be done to many runs; `states` are those it needs."""

    word: str
    states: tuple[str, ...]
    done: str
    do: Callable[[int, Actor, str], JobRun]
    needs_reason: bool = False


DEEDS = {
    "retry": Deed("Retry", RESUMABLE, "put in line again", lambda pk, who, why: resume_run(pk, who)),
    "ignore": Deed("Ignore", IGNORABLE, "ignored", ignore_run, needs_reason=True),
    "stop": Deed("Stop", ACTIVE, "stopped", stop_run),
}


@requires("operator")
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Counts and asks; with `sure` does it, to 500 runs at most.

    The newest of those that match.
    """
    deed = DEEDS.get(request.POST.get("what", ""))
    if deed is None:
        raise Http404("There is no such deed.")
    filters = Filters.of(request.POST)
    back = f"{reverse('console:history')}?{filters.query}"
    ids = search.newest_ids(filters, deed.states, MOST + 1)
    if not ids:
        leave(request, Note(f"None of these runs can be {deed.done}.", "info"))
        return redirect(back)
    reason = from_form(request, "reason", 500)
    sure = request.POST.get("sure") == "1" and (bool(reason) or not deed.needs_reason)
    if not sure:
        asked = {"deed": deed, "what": request.POST["what"], "filters": filters, "back": back, "most": MOST}
        return render(
            request, "console/runs/history/sure.html", {**asked, "many": min(len(ids), MOST), "ids": ids[:10]}
        )
    leave(request, _all(deed, ids[:MOST], actor(request), reason))
    return redirect(back)


def _all(deed: Deed, ids: list[int], who: Actor, reason: str) -> Note:
    """Does it to each run, the oldest first.

    What has changed meanwhile, or stands in the way, is counted and left as it is.
    """
    done, last = 0, ""
    for pk in reversed(ids):
        try:
            deed.do(pk, who, reason)
            done += 1
        except NotPossible as error:
            last = str(error)
    text = f"{done:,} run{'' if done == 1 else 's'} {deed.done}."
    if left := len(ids) - done:
        text += f" {left:,} left as they are; the last because: {last}"
    return Note(text, "warning" if left else "success")
