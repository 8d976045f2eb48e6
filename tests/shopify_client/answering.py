"""A real HTTP server in a thread that answers what a test tells it to, and remembers what it was asked."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

COST = {"requestedQueryCost": 12, "actualQueryCost": 10}
FULL = {"maximumAvailable": 2000.0, "currentlyAvailable": 1990, "restoreRate": 100.0}


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Answer:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    announced: int | None = None  # Content-Length, when it is to differ from the body's
    reset: bool = False  # cut the connection after the body (or instead of an answer)


def data(value: Any, *, available: float = 1990, version: str = "2026-10", **more: Any) -> Answer:
    """A good answer with its cost."""
    status = {**FULL, "currentlyAvailable": available}
    body = {"data": value, "extensions": {"cost": {**COST, "throttleStatus": status}}, **more}
    return Answer(body=json.dumps(body).encode(), headers={"X-Shopify-API-Version": version})


def errors(
    *listed: Any, value: Any = None, status: int = 200, available: float = 1990, requested: float = 300
) -> Answer:
    told = {**FULL, "currentlyAvailable": available}
    cost = {"requestedQueryCost": requested, "actualQueryCost": None, "throttleStatus": told}
    body = {"errors": list(listed), "data": value, "extensions": {"cost": cost}}
    return Answer(status=status, body=json.dumps(body).encode())


def error(code: str, message: str = "No", **more: Any) -> dict[str, Any]:
    return {"message": message, "extensions": {"code": code}, **more}


class Answering(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[Asked] = []
        self.planned: list[Answer] = []
        self.otherwise: Callable[[Asked], Answer] | None = None

    def handle_error(self, *_: Any) -> None:
        """A client that hangs up early is part of the tests."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def will(self, *answers: Answer) -> None:
        self.planned.extend(answers)

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        if self.planned:
            return self.planned.pop(0)
        assert self.otherwise is not None, f"nothing planned for {asked.path}"
        return self.otherwise(asked)


class _Handler(BaseHTTPRequestHandler):
    server: Answering
    protocol_version = "HTTP/1.1"

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = Asked(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        answer = self.server.answer(asked)
        if answer.reset and not answer.body:
            self._cut()
            return
        self.send_response(answer.status)
        headers = {"Content-Type": "application/json", "Content-Length": str(len(answer.body)), **answer.headers}
        if answer.announced is not None:
            headers["Content-Length"] = str(answer.announced)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)
        if answer.reset:
            self._cut()
        elif answer.announced is not None:
            self.close_connection = True

    do_GET = do_POST = _serve

    def _cut(self) -> None:
        """Resets the connection instead of closing it politely."""
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def finish(self) -> None:
        try:
            super().finish()
        except (OSError, ValueError):
            return

    def log_message(self, *_: Any) -> None:
        return


@contextmanager
def answering() -> Iterator[Answering]:
    server = Answering()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(240)
