"""Says on a page what went wrong, with the request's number."""

import sys

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from console.frame.page import theme


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    """Renders without a database: it must work when that is missing."""
    context = {"title": title, "text": text, "request_id": getattr(request, "id", ""), "theme": theme(request)}
    return HttpResponse(render_to_string("console/frame/error.html", {**context, "status": status}), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400, "That request makes no sense", "The address or the form it came from may be damaged.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    reason = str(exception)
    return _page(request, 403, "You may not do this", f"{reason} Ask an admin if you need it.".strip())


def not_allowed(request: HttpRequest) -> HttpResponse:
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
