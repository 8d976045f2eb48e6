"""Lists troubles of runs, schedules and connections under "Needs you"."""

from django.http import HttpRequest
from django.utils import timezone

from console.frame import health
from console.frame.needs import Need
from console.presentation.pauses import shown
from console.runs import problems
from jobs.registry import name_of
from jobs.services.pauses import current
from oms.models import Shop

_ROWS = "console/runs/needs/"


def silent_parts(request: HttpRequest, shop: Shop | None) -> list[Need]:
    return [Need(f"{_ROWS}silent.html", problem, grave=True) for problem in health.problems()]


def broken_connections(request: HttpRequest, shop: Shop | None) -> list[Need]:
    return [Need(f"{_ROWS}connection.html", connection, grave=True) for connection in problems.broken()]


def dead_runs(request: HttpRequest, shop: Shop | None) -> list[Need]:
    return [Need(f"{_ROWS}dead.html", dead, grave=not dead.mended, quiet=dead.mended) for dead in problems.dead()]


def late_runs(request: HttpRequest, shop: Shop | None) -> list[Need]:
    runs = problems.late(timezone.now())
    return [Need(f"{_ROWS}late.html", {"run": run, "name": name_of(run.key)}) for run in runs]


def missed_slots(request: HttpRequest, shop: Shop | None) -> list[Need]:
    return [Need(f"{_ROWS}missed.html", missed) for missed in problems.missed(timezone.now())]


def half_done_runs(request: HttpRequest, shop: Shop | None) -> list[Need]:
    return [Need(f"{_ROWS}half.html", half) for half in problems.half_done()]


def unreadable_schedules(request: HttpRequest, shop: Shop | None) -> list[Need]:
    rows = problems.unreadable()
    return [Need(f"{_ROWS}unreadable.html", {"schedule": row, "name": name_of(row.key)}, grave=True) for row in rows]


def pauses(request: HttpRequest, shop: Shop | None) -> list[Need]:
    """Nobody forgets a pause: it stays listed as long as it lasts."""
    wide = [Need(f"{_ROWS}held.html", held) for held in shown(current())]
    single = problems.paused(timezone.now())
    return [*wide, *(Need(f"{_ROWS}paused.html", {"schedule": row, "name": name_of(row.key)}) for row in single)]
