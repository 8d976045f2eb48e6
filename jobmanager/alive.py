"""Tells by exit code whether a part of this host works.

`python -m jobmanager.alive web|webhooks|worker|beat`
"""

import os
import socket
import sys
import urllib.request
from datetime import timedelta

_SILENT_AFTER = timedelta(seconds=60)


def _web() -> bool:
    from django.conf import settings

    host = settings.ALLOWED_HOSTS[0].lstrip(".").replace("*", "localhost")
    headers = {"Host": host, "X-Forwarded-Proto": "https"}
    request = urllib.request.Request("http://127.0.0.1:8000/login/", headers=headers)
    with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 our own http
        return bool(answer.status == 200)


def _webhooks() -> bool:
    with urllib.request.urlopen("http://127.0.0.1:8001/hooks/health/", timeout=5) as answer:
        return bool(answer.status == 200)


def _beats(part: str, place: str = "") -> bool:
    """A sign of life in the database, not a process: a process may hang."""
    import django

    django.setup()
    from django.utils import timezone

    from jobs.models import Heartbeat

    return Heartbeat.objects.filter(
        part__startswith=part, part__endswith=place, at__gte=timezone.now() - _SILENT_AFTER
    ).exists()


def main(part: str) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobmanager.settings")
    if part == "web":
        return 0 if _web() else 1
    if part == "webhooks":
        return 0 if _webhooks() else 1
    place = f"@{socket.gethostname()}" if part == "worker" else ""
    return 0 if _beats(part, place) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
