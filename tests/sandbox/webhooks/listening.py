"""Somebody who is told: a small server that keeps what it was sent and answers as it is asked to."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Ear:
    address: str = ""
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answer: Callable[[dict[str, str]], int] = lambda headers: 200

    def topics(self) -> list[str]:
        return [headers["x-shopify-topic"] for headers, _ in self.heard]


class Listening(ThreadingHTTPServer):
    request_queue_size = 128  # of five, a sixth that calls at the same moment would wait for a second


@contextmanager
def listening() -> Iterator[Ear]:
    ear = Ear()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(self.headers["Content-Length"]))
            ear.heard.append((headers, body))
            self.send_response(ear.answer(headers))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = Listening(("127.0.0.1", 0), Handler)
    ear.address = f"http://127.0.0.1:{server.server_port}/hooks/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield ear
    finally:
        server.shutdown()
        server.server_close()
        thread.join(240)
