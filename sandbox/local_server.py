"""Serves a store on a free port while a `with` block lasts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sandbox.http.server import Server
from sandbox.routes import ROUTES
from sandbox.world import World


@contextmanager
def running(world: World) -> Iterator[str]:
    """Gives the address, without a slash at the end."""
    server = Server(world, ROUTES, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield world.url
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
