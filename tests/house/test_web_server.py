"""The tests' web server is waited for: no request meets a database that is closed to it."""

import socket
import threading
from typing import Any

import pytest
from django.core.signals import request_finished
from pytest_django.live_server_helper import LiveServer

from tests.web_server import WebServer, hear_out


def test_what_nobody_has_looked_at_yet_is_waited_for(
    live_server: LiveServer, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A window asks and is closed; the thread that is to answer has not begun."""
    answer, asked, later = WebServer.process_request_thread, [], threading.Event()
    finished: list[object] = []

    def late(self: WebServer, request: Any, client_address: Any) -> None:
        asked.append(client_address)
        if len(asked) == 1:
            assert later.wait(240)
        answer(self, request, client_address)
        later.set()  # the second one, which hears the first one out

    def note(**_: object) -> None:
        finished.append(asked[0])

    monkeypatch.setattr(WebServer, "process_request_thread", late)
    request_finished.connect(note)
    try:
        with socket.create_connection(live_server.thread.httpd.server_address[:2]) as window:
            window.sendall(b"GET /nowhere/ HTTP/1.0\r\n\r\n")
        hear_out(live_server)
    finally:
        request_finished.disconnect(note)
    assert len(asked) == 2 and finished == asked[:1]
