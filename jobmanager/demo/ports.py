"""Which ports can be had."""

import socket
from collections.abc import Container

from jobmanager.embedded.process import CannotStart

HOST = "127.0.0.1"


def why_not(port: int) -> str:
    """Why nothing can listen there; empty when it can."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            return f"Port {port} is only for root: choose one above 1023 with --port"
        except OSError:
            return f"Port {port} is taken by another program: end that one, or choose another port with --port"
    return ""


def next_free(port: int, but: Container[int]) -> int:
    for candidate in range(port, port + 200):
        if candidate not in but and not why_not(candidate):
            return candidate
    raise CannotStart(f"No port from {port} on is free for the sandbox store and the webhooks")
