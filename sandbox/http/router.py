"""Routes map each address to the function that answers it.

A module fills a table of its own, and `sandbox.routes` lists these tables.
"""

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
    """Tables of handlers by path; paths without placeholders win."""

    def __init__(self, *parts: Routes) -> None:
        """Joins tables. Raises ValueError where two answer the same."""
        self.handlers: dict[tuple[str, str], Handler] = {}
        self._plain: dict[str, dict[str, Handler]] = {}
        self._patterns: dict[str, tuple[re.Pattern[str], dict[str, Handler]]] = {}
        for part in parts:
            for (method, path), handler in part.handlers.items():
                self.add(method, path, handler)

    def get(self, path: str) -> Callable[[Registered], Registered]:
        """`fn(world, request) -> Response` answers GET and HEAD of this address."""
        return self._registers("GET", path)

    def post(self, path: str) -> Callable[[Registered], Registered]:
        """`fn(world, request) -> Response` answers POST of this address."""
        return self._registers("POST", path)

    def delete(self, path: str) -> Callable[[Registered], Registered]:
        """`fn(world, request) -> Response` answers DELETE of this address."""
        return self._registers("DELETE", path)

    def _registers(self, method: str, path: str) -> Callable[[Registered], Registered]:
        def register(handler: Registered) -> Registered:
            self.add(method, path, handler)
            return handler

        return register

    def add(self, method: str, path: str, handler: Handler) -> None:
        """Gives an address to a handler. Raises ValueError when it has one.

        `{name}` in a path stands for one or more characters other than a slash.
        """
        if (method, path) in self.handlers:
            raise ValueError(f"{method} {path} is answered twice")
        self.handlers[method, path] = handler
        if "{" in path:
            parts = _PLACEHOLDER.split(path)
            pattern = "".join(
                f"(?P<{part}>[^/]+)" if index % 2 else re.escape(part) for index, part in enumerate(parts)
            )
            self._patterns.setdefault(path, (re.compile(pattern), {}))[1][method] = handler
        else:
            self._plain.setdefault(path, {})[method] = handler

    def answer(self, world: World, request: Request) -> Response:
        """Answers; 404 for an unknown path, 405 for another method."""
        methods, request.params = self.find(request.path)
        method = "GET" if request.method == "HEAD" else request.method
        if not methods:
            return Response.json({"errors": "Not Found"}, 404)
        if method not in methods:
            return Response.json({"errors": "Method Not Allowed"}, 405, {"Allow": ", ".join(sorted(methods))})
        return methods[method](world, request)

    def find(self, path: str) -> tuple[dict[str, Handler], dict[str, str]]:
        """Finds the path's handlers by method, and its placeholders' values."""
        if path in self._plain:
            return self._plain[path], {}
        for pattern, methods in self._patterns.values():
            if found := pattern.fullmatch(path):
                return methods, found.groupdict()
        return {}, {}
