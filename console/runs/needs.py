"""Lists troubles of runs, schedules and connections under "Needs you"."""

from django.http import HttpRequest

from console.frame import health
from console.frame.needs import Need, looks_for
from console.presentation.pauses import shown
from console.runs import problems
from jobs.models import Pause
from jobs.registry import name_of
from jobs.services.dead_runs import DEAD
from jobs.services.pauses import current, lasting
from oms.models import Shop

_ROWS = "console/runs/needs/"


def silent_parts(request: HttpRequest, shop: Shop | None) -> list[Need]:
    return [Need(f"{_ROWS}silent.html", problem, grave=True) for problem in health.problems()]


@looks_for(problems.BROKEN)
def broken_connections(request: HttpRequest, shop: Shop | None) -> list[Need]:
    return [Need(f"{_ROWS}connection.html", connection, grave=True) for connection in problems.broken()]


@looks_for(DEAD.order_by("key", "fingerprint"))
def dead_runs(request: HttpRequest, shop: Shop | None) -> list[Need]:
    found = [(dead, dead.group.mended) for dead in problems.dead()]
    return [Need(f"{_ROWS}dead.html", dead, grave=not mended, quiet=mended) for dead, mended in found]


@looks_for(problems.LATE_RUNS)
def late_runs(request: HttpRequest, shop: Shop | None) -> list[Need]:
    return [Need(f"{_ROWS}late.html", {"run": run, "name": name_of(run.key)}) for run in problems.late()]


@looks_for(problems.MISSED_SLOTS)
def missed_slots(request: HttpRequest, shop: Shop | None) -> list[Need]:
    return [Need(f"{_ROWS}missed.html", missed) for missed in problems.missed()]


@looks_for(problems.OPEN_RECORDS)
def half_done_runs(request: HttpRequest, shop: Shop | None) -> list[Need]:
    return [Need(f"{_ROWS}half.html", half) for half in problems.half_done()]


@looks_for(problems.UNREADABLE)
def unreadable_schedules(request: HttpRequest, shop: Shop | None) -> list[Need]:
    rows = problems.unreadable()
    return [Need(f"{_ROWS}unreadable.html", {"schedule": row, "name": name_of(row.key)}, grave=True) for row in rows]


@looks_for(lasting())
def pauses(request: HttpRequest, shop: Shop | None) -> list[Need]:
    """Nobody forgets a pause: it stays listed as long as it lasts."""
    wide = [Need(f"{_ROWS}held.html", held) for held in shown(current())]
    single = problems.paused()
    return [*wide, *(Need(f"{_ROWS}paused.html", _of_one(pause)) for pause in single)]


def _of_one(pause: Pause) -> dict[str, object]:
    schedule = pause.schedule
    return {"pause": pause, "schedule": schedule, "name": name_of(schedule.key) if schedule else ""}
