"""Serves HTTP with the standard library's server.

With it a connection can be cut at any point.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from sandbox.http.messages import BadRequest, CutConnection, Headers, Request, Response
from sandbox.http.router import Routes

if TYPE_CHECKING:
    from sandbox.world import World

logger = logging.getLogger(__name__)

MAX_BODY = 50_000_000
IDLE_SECONDS = 120.0


class Server(ThreadingHTTPServer):
    """Sets the world's address, if it has none.

    `serve_forever` runs until another thread calls `shutdown`.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, world: World, routes: Routes, host: str, port: int) -> None:
        self.world = world
        self.routes = routes
        super().__init__((host, port), _Handler)
        shown = "127.0.0.1" if host in ("", "0.0.0.0") else host  # noqa: S104  (not binding, only naming)
        world.url = world.url or f"http://{shown}:{self.server_port}"

    def service_actions(self) -> None:
        """Runs between requests what the store has put off."""
        self.world.async_jobs.run_due()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    timeout = IDLE_SECONDS
    disable_nagle_algorithm = True
    # Head and body leave together: a second packet would wait for the client's acknowledgement of the first.
    wbufsize = 64 * 1024
    server: Server

    def version_string(self) -> str:
        return "Sandbox"

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def _serve(self) -> None:
        try:
            request = self._request()
            response = self._answered(request)
            self._send(request, response)
        except CutConnection:
            self.close_connection = True

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = _serve

    def _request(self) -> Request:
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        length = self.headers.get("Content-Length", "0")
        body = b""
        if not length.isdigit() or int(length) > MAX_BODY or "Transfer-Encoding" in self.headers:
            self.close_connection = True
            self.send_error(411 if "Transfer-Encoding" in self.headers else 413)
            raise CutConnection
        if int(length):
            body = self.rfile.read(int(length))
        return Request(self.command, unquote(parts.path), query, Headers(dict(self.headers.items())), body)

    def _answered(self, request: Request) -> Response:
        try:
            return self.server.routes.answer(self.server.world, request)
        except BadRequest as error:
            return Response.json({"error": str(error)}, 400)
        except CutConnection:
            raise
        except Exception:
            logger.exception("%s %s failed", request.method, request.path)
            return Response.json({"errors": "Internal Server Error"}, 500)

    def _send(self, request: Request, response: Response) -> None:
        body = response.body
        if isinstance(body, bytes):
            response.headers["Content-Length"] = str(len(body))
        elif not any(name.lower() == "content-length" for name in response.headers):
            # Its end is the connection's end.
            self.close_connection = True
            response.headers["Connection"] = "close"
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if request.method != "HEAD":
            self._write([body] if isinstance(body, bytes) else body)

    def _write(self, blocks: Iterable[bytes]) -> None:
        for block in blocks:
            self.wfile.write(block)
            self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        logger.debug(format, *args)
