"""Lays out the slots of the next 24 hours, hour by hour.

With how long runs take, and what gets in the way.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from console.runs import recent
from console.runs.estimate import history as past_of
from console.schedule import rows as schedule_rows
from console.schedule.words import when_words
from jobs.engine import pause_spans
from jobs.engine.due_slots import with_clock
from jobs.engine.schedule_rules import Malformed
from jobs.engine.schedule_words import when_of
from jobs.models import JobRun, Schedule, State
from jobs.registry import name_of
from jobs.services import schedule_preview
from jobs.services.pauses import holding
from jobs.services.schedule_preview import Coming, Draft
from oms.models import Shop

HOURS = 24
_HOUR = timedelta(hours=1)


@dataclass
class Cell:
    """One job in one hour.

    Slots that run, slots left out with their reasons, and runs that will still be at work.
    """

    start: datetime
    runs: int = 0
    first: datetime | None = None
    left_out: int = 0
    why: str = ""
    clash: bool = False
    busy: bool = False


@dataclass
class Lane:
    """One schedule's day. `seconds` a run is expected to take, None when none has ended well yet."""

    schedule: Schedule
    name: str
    words: str
    seconds: float | None
    cells: list[Cell] = field(default_factory=list)
    slots: list[Coming] = field(default_factory=list)

    @property
    def runs(self) -> int:
        return sum(cell.runs for cell in self.cells)

    @property
    def clashes(self) -> int:
        return sum(cell.clash for cell in self.cells)


@dataclass(frozen=True)
class Board:
    """`hours` are the starts of the columns; `planned` are runs asked for at a moment to come."""

    hours: list[datetime]
    lanes: list[Lane]
    planned: list[JobRun]


def board(shop: Shop | None, now: datetime) -> Board:
    """Lays out the board in a fixed number of queries."""
    start = now.replace(minute=0, second=0, microsecond=0)
    hours = [start + number * _HOUR for number in range(HOURS)]
    drafts = _drafts(shop)
    pasts = recent.recent(sorted({row.key for row, _ in drafts}), shop)
    lanes = []
    for row, draft in drafts:
        slots = schedule_preview.coming_until(draft, now, hours[-1] + _HOUR - timedelta(microseconds=1))
        if slots:
            seconds = past_of(pasts[row.key]).seconds
            lanes.append(_lane(row, draft, seconds, slots, cells(hours, slots, seconds)))
    return Board(hours, lanes, planned(shop, now))


def soonest(shop: Shop | None, now: datetime, count: int = 12) -> list[tuple[Coming, Lane]]:
    """The next run of each schedule within a day, soonest first.

    Only what is shown is looked up.
    """
    firsts = [(_first(draft, now), row, draft) for row, draft in _drafts(shop)]
    due = [(slot, row, draft) for slot, row, draft in firsts if slot and slot.slot < now + HOURS * _HOUR]
    chosen = sorted(due, key=lambda one: one[0].due_at)[:count]
    pasts = recent.recent(sorted({row.key for _, row, _ in chosen}), shop)
    return [(slot, _lane(row, draft, past_of(pasts[row.key]).seconds, [slot], [])) for slot, row, draft in chosen]


def _drafts(shop: Shop | None) -> list[tuple[Schedule, Draft]]:
    """Schedules that are on and readable, with calendars and pauses."""
    enabled = with_clock().select_related("shop", "calendar").filter(periodic_task__enabled=True, error="")
    rows = list(enabled.filter(shop=shop).order_by("key", "name"))
    closed, pauses = schedule_rows.closed(rows), holding() if rows else []
    found = []
    for row in rows:
        with suppress(Malformed):
            found.append(
                (
                    row,
                    schedule_preview.of_schedule(
                        row, closed.get(row.calendar_id or 0, []), pause_spans.over(row, pauses)
                    ),
                )
            )
    return found


def _first(draft: Draft, now: datetime) -> Coming | None:
    """The first slot that will run, if it is among the next few."""
    return next((slot for slot in schedule_preview.coming(draft, 5, now) if not slot.left_out), None)


def _lane(row: Schedule, draft: Draft, seconds: float | None, slots: list[Coming], marks: list[Cell]) -> Lane:
    return Lane(row, name_of(row.key), when_words(when_of(row), draft.zone), seconds, marks, slots)


def planned(shop: Shop | None, now: datetime) -> list[JobRun]:
    waiting = JobRun.objects.filter(shop=shop, state=State.PENDING, started_at__isnull=True, due_at__gt=now)
    return list(waiting.select_related("requested_by").order_by("due_at")[:20])


def cells(hours: Sequence[datetime], slots: Sequence[Coming], seconds: float | None) -> list[Cell]:
    """A clash is a run that would begin before the one before it is expected to end."""
    found = [Cell(hour) for hour in hours]
    ends: datetime | None = None
    for slot in slots:
        cell = found[min(len(found) - 1, max(0, int((slot.slot - hours[0]) / _HOUR)))]
        if slot.left_out:
            cell.left_out += 1
            cell.why = slot.left_out
            continue
        cell.runs += 1
        cell.first = cell.first or slot.slot
        if ends and slot.due_at < ends:
            cell.clash = True
        if seconds:
            ends = slot.due_at + timedelta(seconds=seconds)
            _mark_busy(found, slot.due_at, ends)
    return found


def _mark_busy(found: list[Cell], begin: datetime, end: datetime) -> None:
    for cell in found:
        if cell.start > begin and cell.start < end:
            cell.busy = True
