"""A page per category: its jobs in groups, one row each; the initial load's as numbered steps."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from console.frame.page import render
from console.frame.panels import panels
from console.frame.roles import requires
from console.frame.shops import current_shop
from console.jobs.groups import groups
from console.jobs.rows import Row, rows
from console.presentation.pauses import shown
from jobs import registry
from jobs.categories import Category
from jobs.services.pauses import current


@dataclass(frozen=True)
class Section:
    title: str
    rows: list[Row]


def categories() -> dict[str, Category]:
    return {category.slug: category for category in Category}


@requires("viewer")
@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    found = categories().get(slug)
    jobs = registry.by_category(found) if found else []
    if found is None or not jobs:
        raise Http404("There is no such category, or it has no job yet.")
    shop = current_shop(request)
    by_key = {row.job.key: row for row in rows(request, jobs, shop)}
    if found == Category.INITIAL_LOAD:
        # The order matters here: each step builds on the one before.
        for number, row in enumerate(by_key.values(), start=1):
            row.card.step = number
    sections = [Section(group.title, [by_key[job.key] for job in group.jobs]) for group in groups(found, jobs)]
    pauses = [pause for pause in current() if pause.category == found or (not pause.key and not pause.category)]
    context = {
        "category": found,
        "steps": found == Category.INITIAL_LOAD,
        "sections": sections,
        "panels": panels(request, found, shop),
        "held": shown([pause for pause in pauses if pause.shop_id is None or pause.shop == shop]),
    }
    busy = any(row.card.under_way for row in by_key.values())
    return render(request, "console/jobs/category.html", context, busy=busy)
