"""Shows people every call of the HTTP API."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from console.api.docs_operations import operations, shapes
from console.api.openapi import described
from console.frame.page import render
from console.frame.roles import requires


@requires("viewer")
@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    from console.api.urls import api  # builds all calls, which nothing else of the console needs

    schema = described(api)
    context = {"subjects": operations(schema), "shapes": shapes(schema), "about": schema["info"]["description"]}
    return render(request, "console/api/page.html", context)
