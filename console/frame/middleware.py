"""What holds for every request of the console."""

import re
import uuid
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from console.frame import errors
from console.frame.roles import declared_role

_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}\Z")
Answer = Callable[[HttpRequest], HttpResponseBase]


class RequestId:
    """A name for each request: an error page shows it, the log has it, the answer carries it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        request.id = given if _GIVEN.match(given) else uuid.uuid4().hex  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        return response


class ButtonAddresses:
    """Whoever opens the address of a button as a page gets one that says so."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 405 or not _of_console(request):
            return response
        page = errors.not_allowed(request)
        page["Allow"] = response["Allow"]
        return page


class DeclaredRoles:
    """Deny by default: a page of the console that says no role is shown to nobody."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        if _of_console(request) and declared_role(view) is None:
            raise PermissionDenied("This page declares no role.")


def _of_console(request: HttpRequest) -> bool:
    match = request.resolver_match
    return bool(match and match.app_name == "console")
