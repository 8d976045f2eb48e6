"""Leads a search to the one run or order of that name.

Anything else leads to the list.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from console.frame.request_text import from_address
from console.frame.roles import requires
from console.runs.filters import Filters
from console.search.numbers import named


@requires("viewer")
@require_safe
def go(request: HttpRequest) -> HttpResponse:
    """Leads to the one run or order of this name, else to the list."""
    words = from_address(request, "q")
    known = named(words)
    found = [("console:run", known.run)] if known.run is not None else []
    found += [("console:order", order.pk) for order in known.orders]
    if len(found) == 1:
        return redirect(*found[0])
    query = Filters(q=words).query
    return redirect(f"{reverse('console:history')}?{query}" if query else reverse("console:history"))
