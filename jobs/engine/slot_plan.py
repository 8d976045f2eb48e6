"""Plans what becomes of the slots that have come.

From plain values alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from jobs.models.schedule import CatchUp, Overlap
from work.item import State

# A slot decided this late was missed by whoever should have been there; up to then it is merely a little late.
GRACE = timedelta(seconds=60)


@dataclass(frozen=True)
class Policies:
    """The operator's choices for one schedule."""

    overlap: str = Overlap.SKIP
    catch_up: str = CatchUp.LATEST
    window: timedelta = timedelta(hours=24)
    spread: timedelta = timedelta(0)
    skip_slot: datetime | None = None
    skipped_by: str = ""
    closed: Sequence[tuple[datetime, datetime, str]] = ()
    absence: str = "Nobody was there to start it"
    held: Sequence[tuple[datetime, datetime, str]] = ()

    def why_absent(self, slot: datetime) -> str:
        """The pause that held this slot, else the general reason."""
        return next((text for start, end, text in self.held if start <= slot < end), self.absence)


@dataclass(frozen=True)
class Busy:
    """Runs of the same job under way when the slots are decided."""

    running: int | None = None
    waiting: int = 0


@dataclass
class Planned:
    """One slot's row. `stands_in` is the slot of the run that covers this one."""

    slot: datetime
    state: State
    reason: str = ""
    due_at: datetime | None = None
    stands_in: datetime | None = None


@dataclass
class Plan:
    rows: list[Planned] = field(default_factory=list)
    cancel_running: bool = False


def decide(slots: Sequence[datetime], now: datetime, policies: Policies, busy: Busy) -> Plan:
    """One row for every slot, in order: those that run are pending, the others say why not."""
    plan = Plan()
    open_slots: list[datetime] = []
    for slot in slots:
        reason = _left_out(slot, policies)
        if reason:
            plan.rows.append(Planned(slot, State.SKIPPED, reason))
        else:
            open_slots.append(slot)
    for planned in _caught_up(open_slots, now, policies):
        plan.rows.append(planned)
    plan.rows.sort(key=lambda row: row.slot)
    _overlap(plan, now, policies, busy)
    return plan


def _left_out(slot: datetime, policies: Policies) -> str:
    if policies.skip_slot == slot:
        return f"Skipped by {policies.skipped_by or 'an operator'}"
    return excluded(slot, policies.closed)


def excluded(moment: datetime, closed: Sequence[tuple[datetime, datetime, str]]) -> str:
    """Say which span of its calendar forbids that moment; else ""."""
    return next((f"Excluded by the calendar: {why}" for start, end, why in closed if start <= moment < end), "")


def _caught_up(slots: list[datetime], now: datetime, policies: Policies) -> list[Planned]:
    late = [slot for slot in slots if slot < now - GRACE]
    punctual = [slot for slot in slots if slot >= now - GRACE]
    rows = [_run(slot, policies) for slot in punctual]
    if not late:
        return rows
    oldest = now - policies.window
    too_old = [slot for slot in late if slot < oldest]
    recent = [slot for slot in late if slot >= oldest]
    window = _hours(policies.window)
    rows += [
        _missed(slot, f"{policies.why_absent(slot)}, and it is older than the {window} that are caught up")
        for slot in too_old
    ]
    if policies.catch_up == CatchUp.ALL:
        return rows + [_run(slot, policies) for slot in recent]
    if policies.catch_up == CatchUp.NONE:
        return rows + [
            _missed(slot, f"{policies.why_absent(slot)}, and this schedule doesn't catch up") for slot in recent
        ]
    return rows + _latest(recent, punctual, policies)


def _latest(recent: list[datetime], punctual: list[datetime], policies: Policies) -> list[Planned]:
    """One run for any number missed: the slot that has just come, else the newest of the late ones."""
    if not recent:
        return []
    stand_in = punctual[0] if punctual else recent[-1]
    covered = [slot for slot in recent if slot != stand_in]
    rows = [
        Planned(slot, State.MISSED, f"{policies.why_absent(slot)}; a later run stands for it", stands_in=stand_in)
        for slot in covered
    ]
    return rows if punctual else [*rows, _run(stand_in, policies)]


def _run(slot: datetime, policies: Policies) -> Planned:
    return Planned(slot, State.PENDING, due_at=slot + policies.spread)


def _hours(span: timedelta) -> str:
    return f"{span // timedelta(hours=1)} hours"


def _missed(slot: datetime, reason: str) -> Planned:
    return Planned(slot, State.MISSED, reason)


def _overlap(plan: Plan, now: datetime, policies: Policies, busy: Busy) -> None:
    """Turn pending rows into skipped ones where the policy says so.

    What is caught up waits for its turn.
    """
    running, waiting = busy.running, busy.waiting
    stand_ins = {row.stands_in for row in plan.rows}
    for row in plan.rows:
        if row.state != State.PENDING:
            continue
        occupied = running is not None or waiting > 0
        # Or the outage would go unanswered. A late slot is one, whether others were missed before it or not.
        caught_up = row.slot in stand_ins or row.slot < now - GRACE
        if occupied and not caught_up and _gives_way(policies.overlap, waiting):
            row.state, row.due_at = State.SKIPPED, None
            row.reason = f"Run {running} was still under way" if running else "An earlier run was still waiting"
            continue
        if running is not None and policies.overlap == Overlap.CANCEL:
            plan.cancel_running = True
        waiting += 1


def _gives_way(overlap: str, waiting: int) -> bool:
    if overlap == Overlap.SKIP:
        return True
    return overlap in (Overlap.QUEUE_ONE, Overlap.CANCEL) and waiting > 0
