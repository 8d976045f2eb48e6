"""Which function answers which address. Functions register themselves when `sandbox.discovery` imports their module."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from sandbox.http.messages import Request, Response

if TYPE_CHECKING:
    from sandbox.world import World

Handler = Callable[["World", Request], Response]
Registered = TypeVar("Registered", bound=Handler)

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Routes:
    """Paths without placeholders win over those with."""

    def __init__(self) -> None:
        self._plain: dict[str, dict[str, Handler]] = {}
        self._patterns: dict[str, tuple[re.Pattern[str], dict[str, Handler]]] = {}

    def add(self, method: str, path: str, handler: Handler) -> None:
        """`{name}` in a path stands for one or more characters other than a slash."""
        if "{" in path:
            parts = _PLACEHOLDER.split(path)
            pattern = "".join(
                f"(?P<{part}>[^/]+)" if index % 2 else re.escape(part) for index, part in enumerate(parts)
            )
            self._patterns.setdefault(path, (re.compile(pattern), {}))[1][method] = handler
        else:
            self._plain.setdefault(path, {})[method] = handler

    def answer(self, world: World, request: Request) -> Response:
        """404 for an unknown path, 405 for a known one with another method."""
        methods, request.params = self.find(request.path)
        method = "GET" if request.method == "HEAD" else request.method
        if not methods:
            return Response.json({"errors": "Not Found"}, 404)
        if method not in methods:
            return Response.json({"errors": "Method Not Allowed"}, 405, {"Allow": ", ".join(sorted(methods))})
        return methods[method](world, request)

    def find(self, path: str) -> tuple[dict[str, Handler], dict[str, str]]:
        """The handlers of a path by their methods, and what its placeholders stand for."""
        if path in self._plain:
            return self._plain[path], {}
        for pattern, methods in self._patterns.values():
            if found := pattern.fullmatch(path):
                return methods, found.groupdict()
        return {}, {}


ROUTES = Routes()


def route(method: str, path: str) -> Callable[[Registered], Registered]:
    """`fn(world, request) -> Response` answers this address."""

    def register(handler: Registered) -> Registered:
        ROUTES.add(method, path, handler)
        return handler

    return register
