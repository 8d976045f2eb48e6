"""Describes a request and its answer, free of sockets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import msgspec

from sandbox.state.json_encoding import spelled


class CutConnection(Exception):
    """Closes the socket at once, with no further byte.

    A handler raises it, or the body while it is streamed.
    """


class Headers(Mapping[str, str]):
    """Finds names in any case."""

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        self._held = {name.lower(): value for name, value in (given or {}).items()}

    def __getitem__(self, name: str) -> str:
        return self._held[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)


@dataclass
class Request:
    """Holds a request; `params` fill the route's placeholders.

    `query` holds the last value of each name.
    """

    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""
    params: dict[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        """Reads the body as JSON. Raises BadRequest with what is wrong."""
        try:
            return msgspec.json.decode(self.body or b"null")
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise BadRequest(f"The body is not JSON: {error}") from None

    def form(self) -> dict[str, str]:
        """Reads the fields of a form, the last value of each name."""
        try:
            text = self.body.decode()
        except UnicodeDecodeError:
            raise BadRequest("The form is not in UTF-8") from None
        return {name: values[-1] for name, values in parse_qs(text, keep_blank_values=True).items()}


class BadRequest(Exception):
    """Makes the answer 400 with {"error": message}."""


@dataclass
class Response:
    """Holds an answer; `body` may be an iterator of blocks.

    Then a Content-Length header keeps the connection usable after it.
    """

    status: int = 200
    body: bytes | Iterator[bytes] = b""
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def json(cls, content: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
        encoded = spelled(content)
        return cls(status, encoded, {"Content-Type": "application/json; charset=utf-8", **(headers or {})})

    @classmethod
    def html(cls, content: str, status: int = 200) -> Response:
        return cls(status, content.encode(), {"Content-Type": "text/html; charset=utf-8"})

    @classmethod
    def see(cls, location: str) -> Response:
        """Sends the browser there after a form (303)."""
        return cls(303, b"", {"Location": location})
