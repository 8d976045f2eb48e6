"""Shows each shop's subscriptions, and the delivery log."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from console.frame.page import private, render
from console.frame.request_text import from_address
from console.frame.roles import requires
from console.frame.shops import current_shop
from console.webhooks.backlog import backlog
from console.webhooks.filters import STATES, EventFilters, came_since, page
from console.webhooks.topics import topic_rows
from integrations.shopify.subscriptions import address_problem
from webhooks.topics import TOPICS
from work.item import ACTIVE

SIZE = 50


@requires("viewer")
@require_safe
def webhooks(request: HttpRequest) -> HttpResponse:
    filters, before = EventFilters.of(request.GET), from_address(request, "before")
    events = page(filters, before, SIZE)
    shop = current_shop(request)
    busy = any(event.state in ACTIVE for event in events.rows)
    context = {
        "rows": topic_rows(shop, TOPICS) if shop and not before else [],
        "address_problem": address_problem(),
        "backlog": backlog() if busy else None,
        "filters": filters,
        "states": STATES,
        "topics": [(topic.name, topic.name) for topic in TOPICS],
        "before": before,
        "older": events.next,
        "events": events.rows,
        "newest": events.rows[0].pk if events.rows else 0,
    }
    return render(request, "console/webhooks/page.html", context, busy=busy)


@requires("viewer")
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """Counts events that have come since the page was drawn.

    The list itself doesn't move under the reader.
    """
    filters = EventFilters.of(request.GET)
    came = came_since(filters, from_address(request, "since"), SIZE)
    if not came:
        return private(HttpResponse(status=204))
    context = {"came": came, "most": SIZE, "filters": filters, "page": reverse("console:webhooks")}
    return private(HttpResponse(render_to_string("console/runs/history/news.html", context, request)))
