"""The rows of "Needs you" that come from runs, schedules and connections."""

from django.http import HttpRequest
from django.utils import timezone

from console.frame import health
from console.frame.needs import Need, need
from console.presentation.pauses import shown
from console.presentation.run_view import name_of
from console.runs import problems
from jobs.services.pauses import current
from oms.models import Shop

_ROWS = "console/runs/needs/"


@need
def silent_parts(request: HttpRequest, shop: Shop | None) -> list[Need]:
    return [Need(f"{_ROWS}silent.html", problem, grave=True) for problem in health.problems()]


@need
def broken_connections(request: HttpRequest, shop: Shop | None) -> list[Need]:
    return [Need(f"{_ROWS}connection.html", connection, grave=True) for connection in problems.broken()]


@need
def dead_runs(request: HttpRequest, shop: Shop | None) -> list[Need]:
    return [Need(f"{_ROWS}dead.html", one, grave=not one.mended, quiet=one.mended) for one in problems.dead()]


@need
def late_runs(request: HttpRequest, shop: Shop | None) -> list[Need]:
    runs = problems.late(timezone.now())
    return [Need(f"{_ROWS}late.html", {"run": run, "name": name_of(run.key)}) for run in runs]


@need
def missed_slots(request: HttpRequest, shop: Shop | None) -> list[Need]:
    return [Need(f"{_ROWS}missed.html", one) for one in problems.missed(timezone.now())]


@need
def half_done_runs(request: HttpRequest, shop: Shop | None) -> list[Need]:
    return [Need(f"{_ROWS}half.html", one) for one in problems.half_done()]


@need
def unreadable_schedules(request: HttpRequest, shop: Shop | None) -> list[Need]:
    rows = problems.unreadable()
    return [Need(f"{_ROWS}unreadable.html", {"schedule": row, "name": name_of(row.key)}, grave=True) for row in rows]


@need
def pauses(request: HttpRequest, shop: Shop | None) -> list[Need]:
    """Nobody forgets a pause: it stays listed as long as it lasts."""
    wide = [Need(f"{_ROWS}held.html", held) for held in shown(current())]
    single = problems.paused(timezone.now())
    return [*wide, *(Need(f"{_ROWS}paused.html", {"schedule": row, "name": name_of(row.key)}) for row in single)]
