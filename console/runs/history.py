"""Lists all runs, filtered and page by page.

They are counted after the page has come.
"""

from django.contrib.auth.models import User
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from console.frame.page import is_htmx, private, render
from console.frame.request_text import from_address
from console.frame.roles import requires
from console.runs import recent, search
from console.runs.estimate import History
from console.runs.filters import STATES, Filters
from console.runs.run_view import describe
from console.runs.saved_views import saved
from jobs import registry
from jobs.categories import Category
from jobs.models.run import Origin
from oms.orders.names import called

SIZE = 50
PEOPLE_KEPT = 30  # seconds; whoever is new is offered half a minute later


@requires("viewer")
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    filters, before = Filters.of(request.GET), from_address(request, "before")
    page = search.page(filters, before, SIZE)
    now = timezone.now()
    context = {
        "filters": filters,
        "options": options(),
        "before": before,
        "older": page.next,
        "views": [describe(run, History(), now) for run in page.rows],
        "saved": saved(request),
        "called": called(filters.q),
        "newest": recent.BY_CREATION.mark(page.rows[0]) if page.rows else "",
    }
    return render(request, "console/runs/history/page.html", context)


def options() -> dict[str, object]:
    """Lists what the filters offer.

    People are those who could have asked for a run; an admin's list, so a bound one.
    """
    return {
        "states": STATES,
        "categories": [(category.value, category.label) for category in Category if registry.by_category(category)],
        "jobs": [(job.key, job.name) for job in registry.all_jobs()],
        "origins": Origin.choices,
        "people": cache.get_or_set("console.people", people, PEOPLE_KEPT),
    }


def people() -> list[str]:
    return list(User.objects.order_by("username").values_list("username", flat=True)[:200])


@requires("viewer")
@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """Counts the matches, up to ten thousand, after the page has come.

    Without htmx it is a page of its own.
    """
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
    """Counts runs that have come since the page was drawn.

    The list itself doesn't move under the reader.
    """
    filters, since = Filters.of(request.GET), from_address(request, "since")
    came = search.came_since(filters, since, SIZE)
    if not came:
        return private(HttpResponse(status=204))
    context = {"came": came, "most": SIZE, "filters": filters}
    return private(HttpResponse(render_to_string("console/runs/history/news.html", context, request)))
