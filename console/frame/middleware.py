"""Gives each request its number, and refuses pages without a role."""

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
    """Names each request, for its error page, the log and the answer."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        request.id = given if _GIVEN.match(given) else uuid.uuid4().hex  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        return response


class ButtonAddresses:
    """Explains itself when a button's address is opened as a page."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 405 or not (_of_console(request) or errors.of_api(request)):
            return response
        page = errors.not_allowed(request)
        page["Allow"] = response["Allow"]
        return page


class DeclaredRoles:
    """Denies by default: a page that declares no role is refused."""

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
