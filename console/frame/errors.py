"""Says on a page what went wrong, with the request's number."""

import logging
import sys
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.html import format_html

from console.frame.page import private, render, theme
from console.frame.roles import Role, role_of

log = logging.getLogger(__name__)


def _page(request: HttpRequest, status: int, title: str, text: str, database: bool = True) -> HttpResponse:
    """Draws the page, and never fails by itself.

    What can't be drawn gives way to what needs less.
    """
    if of_api(request):
        return private(JsonResponse({"error": f"{title}. {text}", "fields": {}}, status=status))
    said = {"title": title, "text": text, "status": status, "request_id": getattr(request, "id", "")}
    try:
        if database and _inside(request):
            return render(request, "console/frame/error.html", said, status=status)
    except Exception:  # whatever is broken, the visitor hears of the first error, not of this one
        log.warning("The frame around an error page can't be drawn", exc_info=True)
    return private(HttpResponse(_alone(request, said), status=status))


def of_api(request: HttpRequest) -> bool:
    """Whether a program asks: it reads refusals in one shape only."""
    return request.path.startswith("/api/") and request.path != "/api/docs"


def _inside(request: HttpRequest) -> bool:
    """Says whether the visitor gets the frame.

    An error can come before anybody knows who asks, and for what.
    """
    user = getattr(request, "user", None)
    return user is not None and not getattr(request, "htmx", False) and role_of(user) > Role.NOBODY


def _alone(request: HttpRequest, said: dict[str, Any]) -> str:
    try:
        return render_to_string("console/frame/error_alone.html", {**said, "theme": theme(request)})
    except Exception:  # without its style sheet, or whatever else is not there
        log.warning("An error page can't be drawn", exc_info=True)
        page = "<!DOCTYPE html><html lang=en><title>{}</title><h1>{}</h1><p>{}</p><p>Request {}</p></html>"
        return format_html(page, said["title"], said["title"], said["text"], said["request_id"])


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400, "That request makes no sense", "The address or the form it came from may be damaged.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    reason = str(exception)
    return _page(request, 403, "You may not do this", f"{reason} Ask an admin if you need it.".strip())


def not_allowed(request: HttpRequest) -> HttpResponse:
    if of_api(request):
        return _page(request, 405, "There is no such call", "The address knows others: see the header Allow.")
    return _page(
        request, 405, "This address is only for buttons", "Nothing was done. Go back to the page you came from."
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404, "There is nothing here", "It may have been removed, or the address has a mistake in it.")


def server_error(request: HttpRequest) -> HttpResponse:
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError) or _lost(error):
        answer = _page(
            request,
            503,
            "The database can't be reached",
            "Nothing is lost: runs go on as soon as it is back. Try again in a moment.",
            database=False,
        )
        answer["Retry-After"] = "10"
        return answer
    return _page(request, 500, "Something went wrong on our side", "It is in the log under this number.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(
        request,
        403,
        "This page was open for too long",
        "Nothing was changed. Go back, load the page again, and repeat what you wanted to do.",
    )


def _lost(error: BaseException | None) -> bool:
    """A connection that broke while in use comes as a plain DatabaseError."""
    return isinstance(error, DatabaseError) and "server closed the connection" in str(error)
