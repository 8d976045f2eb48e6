"""Every run there is: filtered, searched, page by page; counted after the page has come."""

from django.contrib.auth.models import User
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from console.frame.page import is_htmx, private, render, text
from console.frame.roles import requires
from console.orders.filters import called
from console.presentation.estimate import History
from console.presentation.run_view import describe
from console.runs import search
from console.runs.filters import STATES, Filters
from console.runs.saved import saved
from console.search.numbers import named
from jobs import registry
from jobs.categories import Category
from jobs.models.run import Origin

SIZE = 50
PEOPLE_KEPT = 30  # seconds; whoever is new is offered half a minute later


@requires("viewer")
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    filters, before = Filters.of(request.GET), text(request, "before")
    runs, older = search.page(filters, before, SIZE)
    now = timezone.now()
    context = {
        "filters": filters,
        "options": options(),
        "before": before,
        "older": older,
        "views": [describe(run, History(), now) for run in runs],
        "saved": saved(request),
        "called": called(filters.q),
        "newest": f"{runs[0].created_at.isoformat()}_{runs[0].pk}" if runs else "",
    }
    return render(request, "console/runs/history/page.html", context)


def options() -> dict[str, object]:
    """What the filters offer. People are those who could have asked for a run; an admin's list, so a bound one."""
    return {
        "states": STATES,
        "categories": [(one.value, one.label) for one in Category if registry.by_category(one)],
        "jobs": [(job.key, job.name) for job in registry.all_jobs()],
        "origins": Origin.choices,
        "people": cache.get_or_set("console.people", people, PEOPLE_KEPT),
    }


def people() -> list[str]:
    return list(User.objects.order_by("username").values_list("username", flat=True)[:200])


@requires("viewer")
@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """How many match, up to ten thousand. Asked for by the page once it is there; without htmx a page of its own."""
    filters = Filters.of(request.GET)
    found = search.count(filters)
    said = f"more than {search.MOST_COUNTED:,} runs" if found > search.MOST_COUNTED else f"{found:,} run"
    said += "" if found == 1 or found > search.MOST_COUNTED else "s"
    context = {"said": said, "filters": filters}
    if not is_htmx(request):
        return render(request, "console/runs/history/counted.html", context)
    return private(HttpResponse(render_to_string("console/runs/history/count.html", context, request)))


@requires("viewer")
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """How many runs have come since the page was drawn; the list itself doesn't move under the reader."""
    filters, since = Filters.of(request.GET), text(request, "since")
    came = search.came_since(filters, since, SIZE)
    if not came:
        return private(HttpResponse(status=204))
    context = {"came": came, "most": SIZE, "filters": filters}
    return private(HttpResponse(render_to_string("console/runs/history/news.html", context, request)))


@requires("viewer")
@require_safe
def go(request: HttpRequest) -> HttpResponse:
    """A search from anywhere: what only one run or order is called leads there, anything else to the list."""
    words = text(request, "q")
    known = named(words)
    found = [("console:run", known.run)] if known.run is not None else []
    found += [("console:order", order.pk) for order in known.orders]
    if len(found) == 1:
        return redirect(*found[0])
    query = Filters(q=words).query
    return redirect(f"{reverse('console:history')}?{query}" if query else reverse("console:history"))
