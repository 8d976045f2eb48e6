"""Shows a category's jobs in groups, or as numbered steps."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from console.frame.page import asks_for_news, is_htmx, render
from console.frame.panels import Panel, Place, drawn, news
from console.frame.roles import requires
from console.frame.shops import current_shop
from console.jobs.groups import groups
from console.jobs.rows import Row, rows
from console.presentation.pauses import shown as pauses_shown
from jobs import registry
from jobs.categories import Category
from jobs.definition import JobDefinition
from jobs.models import Pause
from jobs.services.pauses import current
from oms.models import Shop


@dataclass(frozen=True)
class Section:
    title: str
    rows: list[Row]


def categories() -> dict[str, Category]:
    return {category.slug: category for category in Category}


@requires("viewer")
@require_safe
def category(request: HttpRequest, slug: str, panels: Sequence[Panel]) -> HttpResponse:
    """`panels` are those of every room; they ask for their own news."""
    shown, jobs = _with_jobs(slug)
    shop = current_shop(request)
    by_key = {row.job.key: row for row in rows(request, jobs, shop)}
    for number, row in enumerate(by_key.values(), start=1):
        row.card.step = number if shown.in_order else 0
    here = [] if asks_for_news(request) else panels
    context = {
        "category": shown,
        "sections": [Section(group.title, [by_key[job.key] for job in group.jobs]) for group in groups(jobs)],
        "above": drawn(request, here, shown, Place.ABOVE),
        "below": drawn(request, here, shown, Place.BELOW),
        "held": pauses_shown([pause for pause in current() if _holds(pause, shown, shop)]),
    }
    busy = any(row.card.under_way for row in by_key.values())
    return render(request, "console/jobs/category.html", context, busy=busy)


def _with_jobs(slug: str) -> tuple[Category, list[JobDefinition]]:
    """The category of this address, and its jobs. Raises Http404."""
    shown = categories().get(slug)
    jobs = registry.by_category(shown) if shown else []
    if shown is None or not jobs:
        raise Http404("There is no such category, or it has no job yet.")
    return shown, jobs


def _holds(pause: Pause, category: Category, shop: Shop | None) -> bool:
    """Whether it holds all of the category's jobs in this shop.

    A pause of a single job shows in the job's row.
    """
    wide = pause.category == category or not (pause.key or pause.category)
    return wide and (pause.shop_id is None or pause.shop == shop)


@requires("viewer")
@require_safe
def panel(request: HttpRequest, slug: str, name: str, panels: Sequence[Panel]) -> HttpResponse:
    """Answers with one panel's news; without htmx leads to its page."""
    shown, _ = _with_jobs(slug)
    chosen = next((panel for panel in panels if panel.name == name and shown in panel.categories), None)
    if chosen is None:
        raise Http404("There is no such panel on this page.")
    if is_htmx(request):
        return news(request, chosen, shown)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{reverse('console:category', args=[slug])}{query}#panel-{name}")
