"""Turns slots that have come into rows.

They are decided in one transaction, and sent after it.

Beat ticks here, and every worker's sweeper comes by as well: whoever is first decides a slot, the unique
(schedule, slot) makes the second one's row impossible.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from jobs.engine import pause_spans, slot_rows, slots, wake
from jobs.engine.schedule_rules import Malformed, fingerprint, rule_of, spread, within
from jobs.engine.slot_plan import Busy, Plan, Policies, decide
from jobs.models import Pause, Schedule

log = logging.getLogger(__name__)
TICK = 1.0
EARLY = 0.05  # seconds before a foreseen slot; a look at everything would make it late
# A cursor this far ahead was set by a clock that has been put back since. It follows: slots that have a row keep it.
CLOCK_SET_BACK = timedelta(minutes=1)


@dataclass
class Verdict:
    """What one look at a schedule found.

    `plan` is None when there is nothing to decide. `edited`: more of the row than its cursor changes.
    """

    schedule: Schedule
    plan: Plan | None = None
    next_at: datetime | None = None
    changed: bool = False
    edited: bool = False


@dataclass(frozen=True)
class Surroundings:
    """What bears on the slots of several schedules, read once for all of them."""

    now: datetime
    pauses: Sequence[Pause]
    busy: dict[tuple[str, int | None], Busy]
    closed: dict[int, list[tuple[datetime, datetime, str]]]


def decide_due(foreseen: dict[int, datetime] | None = None) -> float:
    """Decide every slot that has come; how many seconds until the next one (at most one tick).

    `foreseen`, kept by the caller from one call to the next: the schedules whose next slot lies within a tick. When it
    comes they are decided at once, without a look at all the others first.
    """
    foreseen = {} if foreseen is None else foreseen
    now, began = database_now(), time.monotonic()
    come = [pk for pk, at in foreseen.items() if at <= now]
    wait = (min(foreseen.values(), default=now) - now).total_seconds()
    if 0 < wait < EARLY:
        return wait
    foreseen.clear()
    if come:
        wake.runs(_decide(come))
        return 0.0
    schedules = list(with_clock())
    pauses = pause_spans.pauses(schedules, now)
    looks = [_look(schedule, pauses, now) for schedule in schedules]
    touched = [look.schedule.pk for look in looks if look.changed]
    if touched:
        wake.runs(_decide(touched))
    foreseen.update((look.schedule.pk, look.next_at) for look in looks if look.next_at)
    nearest = min(foreseen.values(), default=now + timedelta(seconds=TICK))
    return max(0.0, min(TICK, (nearest - now).total_seconds() - (time.monotonic() - began)))


def with_clock() -> QuerySet[Schedule]:
    """Schedules together with the rows that say when."""
    return Schedule.objects.select_related(
        "periodic_task__crontab", "periodic_task__interval", "periodic_task__clocked", "calendar"
    )


def _look(schedule: Schedule, pauses: Sequence[Pause], now: datetime) -> Verdict:
    """Whether this schedule needs a transaction of its own. One that can't be looked at stops no other."""
    try:
        return _found(schedule, pauses, now)
    except Exception as error:
        return Verdict(schedule, changed=schedule.error != _trouble(error))


def _found(schedule: Schedule, pauses: Sequence[Pause], now: datetime) -> Verdict:
    verdict, rule = Verdict(schedule), rule_of(schedule)
    stale = bool(schedule.error) or schedule.fingerprint != fingerprint(schedule)
    if not schedule.periodic_task.enabled or _held(schedule, pauses, now):
        verdict.changed = stale
        return verdict
    # Also of a row with an error: one that still can't be decided is not written again at every tick.
    behind = next(iter(slots.between(rule, schedule.cursor, now)), None) is not None
    verdict.changed = stale or behind or schedule.cursor > now + CLOCK_SET_BACK
    if not stale:
        verdict.next_at = next(iter(slots.between(rule, now, now + timedelta(seconds=TICK))), None)
    return verdict


def _trouble(error: Exception) -> str:
    """The sentence that the schedule shows."""
    return str(error) if isinstance(error, Malformed) else f"It can't be decided: {type(error).__name__}: {error}"


def _held(schedule: Schedule, pauses: Sequence[Pause], now: datetime) -> bool:
    return any(pause.holds(now) for pause in pause_spans.over(schedule, pauses))


def rehearse() -> None:
    """Decide nothing, once: the first time takes twice as long, and should not be the one that counts."""
    _decide([0])


@transaction.atomic
def _decide(pks: list[int]) -> list[tuple[int, str]]:
    """Lock what nobody else is deciding, write its rows, move its cursor: all in one transaction, nothing sent.

    Its commit does not wait for the disk. A database that crashes right after it has forgotten the cursors with the
    rows, so the slots are decided again; and nobody works on a row before a claim, whose commit does wait, after it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO off")
    now = database_now()
    locked = list(with_clock().select_for_update(skip_locked=True, of=("self",)).filter(pk__in=pks).order_by("pk"))
    around = Surroundings(now, pause_spans.pauses(locked, now), slot_rows.busy(locked), slot_rows.closed(locked, now))
    verdicts = [_verdict(schedule, around) for schedule in locked]
    rows = slot_rows.write([(each.schedule, each.plan) for each in verdicts if each.plan], now)
    moved = [each.schedule.pk for each in verdicts if not each.edited]
    if moved:
        Schedule.objects.filter(pk__in=moved).update(cursor=now)
    edited = [each.schedule for each in verdicts if each.edited]
    if edited:
        fields = ["cursor", "fingerprint", "error", "skip_slot", "skipped_by", "revision"]
        Schedule.objects.bulk_update(edited, fields, batch_size=500)
    return rows


def _verdict(schedule: Schedule, around: Surroundings) -> Verdict:
    """Bring the schedule row up to date and plan what has come. What one row raises is that row's error."""
    try:
        return _planned(schedule, around)
    except Exception as error:
        if not isinstance(error, Malformed):
            log.warning("Schedule %s can't be decided", schedule.pk, exc_info=True)
        schedule.error = _trouble(error)
        return Verdict(schedule, edited=True)


def _planned(schedule: Schedule, around: Surroundings) -> Verdict:
    now, verdict, rule = around.now, Verdict(schedule, edited=True), rule_of(schedule)
    known = fingerprint(schedule)
    if schedule.fingerprint != known:
        # An edit: what was due by the old times is nobody's surprise any more, and no run starts because of the edit.
        if schedule.fingerprint:
            schedule.cursor, schedule.revision = now, schedule.revision + 1
        schedule.fingerprint = known
    elif not schedule.error:
        verdict.edited = False
    schedule.error = ""
    task = schedule.periodic_task
    if not task.enabled or _held(schedule, around.pauses, now):
        verdict.edited = True
        return verdict
    due = [slot for slot in slots.between(rule, schedule.cursor, now) if within(task, slot)]
    verdict.edited |= schedule.skip_slot is not None
    due = due[:1] if task.one_off else due
    busy = around.busy.get((schedule.key, schedule.shop_id), Busy())
    verdict.plan = decide(due, now, _policies(schedule, around), busy) if due else None
    # Last: what raises above leaves skip and cursor as they were.
    schedule.cursor = now
    if schedule.skip_slot and schedule.skip_slot <= now:
        schedule.skip_slot, schedule.skipped_by = None, ""
    return verdict


def _policies(schedule: Schedule, around: Surroundings) -> Policies:
    return Policies(
        overlap=schedule.overlap,
        catch_up=schedule.catch_up,
        window=timedelta(hours=schedule.catch_up_hours),
        spread=spread(schedule),
        skip_slot=schedule.skip_slot,
        skipped_by=schedule.skipped_by,
        closed=around.closed.get(schedule.calendar_id or 0, []),
        held=[pause_spans.span(pause) for pause in pause_spans.over(schedule, around.pauses)],
    )


def database_now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment
