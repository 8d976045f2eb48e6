"""Tells where the running servers answer.

In var/run/services.json, which lives as long as they do.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from jobmanager.embedded.kept import write_private


def services_file(var: Path) -> Path:
    return var / "run" / "services.json"


def write_services(var: Path, services: Mapping[str, Any]) -> None:
    write_private(services_file(var), json.dumps(services, indent=2))


def read_services(var: Path) -> dict[str, Any]:
    """{"DATABASE_URL": …, "REDIS_URL": …, "runner": pid, "pids": {name: pid}, "ports": {name: port}}; empty if none."""
    try:
        return dict(json.loads(services_file(var).read_text()))
    except (OSError, ValueError):
        return {}


def _running(var: Path, name: str) -> str:
    try:
        return str(read_services(var)[name])
    except KeyError:
        raise ImproperlyConfigured(
            "No database to talk to: run bin/demo, or put `python -m jobmanager.embedded run --` before this command, "
            "or set DATABASE_URL and REDIS_URL"
        ) from None


def database_url(var: Path) -> str:
    return _running(var, "DATABASE_URL")


def redis_url(var: Path) -> str:
    return _running(var, "REDIS_URL")
