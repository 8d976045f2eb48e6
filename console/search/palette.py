"""Offers the command palette all pages, jobs and saved lists."""

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from console.frame.navigation import PAGES, categories
from console.frame.request_text import from_address
from console.frame.roles import Role, requires, role_of
from console.frame.shops import page_of_shop
from console.runs.saved_views import saved
from console.search.numbers import named
from jobs import registry


@requires("viewer")
@require_safe
def palette(request: HttpRequest) -> JsonResponse:
    """Lists `places`: name, kind and address of each.

    With `q` those of that number: a run, orders.
    """
    if words := from_address(request, "q"):
        return JsonResponse({"places": _numbered(words)}, headers={"Cache-Control": "private, no-store"})
    role = role_of(request.user)
    places = [_place(page.label, "Page", page.address) for page in PAGES if role >= page.role]
    places += [
        _place(category.label, "Category", page_of_shop(request, "category", category.slug))
        for category in categories()
    ]
    for job in registry.all_jobs():
        page = page_of_shop(request, "job", job.key)
        places.append(_place(job.name, job.category.label, page))
        if role >= Role.OPERATOR:
            schedule = page_of_shop(request, "job_schedule", job.key)
            places.append(_place(f"Schedule of {job.name}", job.category.label, schedule))
    history = reverse("console:history")
    places += [_place(view.name, "Kept list", f"{history}?{view.query}") for view in saved(request)]
    answer = JsonResponse({"places": places})
    answer["Cache-Control"] = "private, no-store"
    return answer


def _numbered(words: str) -> list[dict[str, str]]:
    called = named(words)
    runs = [] if called.run is None else [called.run]
    found = [_place(f"Run {pk}", "Run", reverse("console:run", args=[pk])) for pk in runs]
    for order in called.orders:
        found.append(_place(f"Order {order}", str(order.shop), reverse("console:order", args=[order.pk])))
    return found


def _place(name: str, kind: str, address: str) -> dict[str, str]:
    return {"name": name, "kind": kind, "address": address}
