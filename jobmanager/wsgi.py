"""Serves the console by WSGI; each process signs that it lives."""

import atexit
import os
import socket
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobmanager.settings")
application = get_wsgi_application()


def _sign() -> None:
    from django.db import DatabaseError

    from jobs.engine import heartbeats

    part = f"web {socket.gethostname()}"
    heartbeats.in_background("signs of life", lambda: heartbeats.sign(part), threading.Event())

    def leave() -> None:
        try:
            heartbeats.forget(part)
        except DatabaseError:
            return

    atexit.register(leave)


_sign()
