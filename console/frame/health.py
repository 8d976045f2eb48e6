"""Caches which parts are silent, however many pages ask."""

from django.core.cache import cache

from jobs import health
from jobs.health import Problem

KEEP = 5


def problems() -> list[Problem]:
    found: list[Problem] | None = cache.get("console.problems")
    if found is None:
        found = health.problems()
        cache.set("console.problems", found, KEEP)
    return found


def worker_silent() -> str:
    """Says why a due run isn't taken up; "" when a worker is there."""
    return next((problem.text for problem in problems() if problem.part.startswith("worker")), "")
