"""Which part is silent, asked at most every few seconds however many pages are open."""

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
    """Why a run that is due isn't taken up, "" when somebody is there to take it up."""
    return next((problem.text for problem in problems() if problem.part.startswith("worker")), "")
