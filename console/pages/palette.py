"""Where one can go from anywhere: pages, jobs, kept lists. Read once by the command palette."""

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from console.navigation import categories
from console.pages.saved import saved
from console.roles import Role, requires, role_of
from jobs import registry

_PAGES = (
    ("Pipeline", "pipeline", Role.VIEWER),
    ("Next 24 hours", "pending", Role.VIEWER),
    ("History", "history", Role.VIEWER),
    ("All orders", "orders", Role.VIEWER),
    ("Webhooks", "webhooks", Role.VIEWER),
    ("Shops", "shops", Role.VIEWER),
    ("Calendars", "calendars", Role.VIEWER),
    ("Users", "users", Role.ADMIN),
    ("Alerts", "alerts", Role.ADMIN),
    ("Audit log", "audit", Role.OPERATOR),
    ("Health", "health", Role.VIEWER),
    ("HTTP API", "api_docs", Role.VIEWER),
)


@requires("viewer")
@require_safe
def palette(request: HttpRequest) -> JsonResponse:
    """`places`: name, kind and address of each."""
    role = role_of(request.user)
    places = [_place(name, "Page", reverse(f"console:{page}")) for name, page, needed in _PAGES if role >= needed]
    places += [_place(one.label, "Category", reverse("console:category", args=[one.slug])) for one in categories()]
    for job in registry.all_jobs():
        page = reverse("console:job", args=[job.key])
        places.append(_place(job.name, job.category.label, page))
        if role >= Role.OPERATOR:
            schedule = reverse("console:job_schedule", args=[job.key])
            places.append(_place(f"Schedule of {job.name}", job.category.label, schedule))
    history = reverse("console:history")
    places += [_place(view.name, "Kept list", f"{history}?{view.query}") for view in saved(request)]
    answer = JsonResponse({"places": places})
    answer["Cache-Control"] = "private, no-store"
    return answer


def _place(name: str, kind: str, address: str) -> dict[str, str]:
    return {"name": name, "kind": kind, "address": address}
