"""The web server of the tests, which can be waited for until nobody asks it any more."""

import socket
from typing import Any, cast

from django.core.servers.basehttp import ThreadedWSGIServer
from pytest_django.live_server_helper import LiveServer

from tests.waiting import until


class WebServer(ThreadedWSGIServer):
    """Keeps the connections that it has taken and that have not ended."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.taken: set[Any] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self.taken.add(request)
        super().process_request(request, client_address)

    def close_request(self, request: Any) -> None:
        super().close_request(request)
        self.taken.discard(request)


def hear_out(server: LiveServer) -> None:
    """Waits until whatever was asked has its answer, and whoever asked has gone.

    Connections are taken in the order in which they were made: when ours has been, those before it have, also those
    whose thread has not looked yet at what is asked.
    """
    web = cast(WebServer, server.thread.httpd)
    with socket.create_connection(web.server_address[:2]) as ours:
        ours.shutdown(socket.SHUT_WR)
        ours.recv(1)
    until("each request has its answer", lambda: not web.taken)
