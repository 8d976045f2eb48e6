"""Catch-up, overlap, calendar, skip: every slot gets exactly one row, and every row says why."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.engine.slot_plan import Busy, Planned, Policies, decide
from jobs.models import State
from jobs.models.schedule import CatchUp, Overlap

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
OUTAGE = [NOW - hours * HOUR for hours in range(6, -1, -1)]


def by_state(rows: list[Planned]) -> dict[State, list[datetime]]:
    found: dict[State, list[datetime]] = {}
    for row in rows:
        found.setdefault(row.state, []).append(row.slot)
    return found


def test_latest_runs_once_and_each_missed_slot_names_its_stand_in() -> None:
    plan = decide(OUTAGE, NOW, Policies(), Busy())
    assert by_state(plan.rows) == {State.MISSED: OUTAGE[:-1], State.PENDING: [NOW]}
    assert {row.stands_in for row in plan.rows if row.state == State.MISSED} == {NOW}


def test_latest_after_an_outage_between_slots_runs_the_newest_late_one() -> None:
    late = [slot - timedelta(minutes=30) for slot in OUTAGE]
    plan = decide(late, NOW, Policies(), Busy())
    assert by_state(plan.rows)[State.PENDING] == [late[-1]]


def test_none_misses_each_and_runs_none_of_the_late() -> None:
    plan = decide(OUTAGE[:-1], NOW, Policies(catch_up=CatchUp.NONE), Busy())
    assert by_state(plan.rows) == {State.MISSED: OUTAGE[:-1]}
    assert all(row.reason for row in plan.rows)


def test_all_runs_each_even_while_one_is_running() -> None:
    plan = decide(OUTAGE[:-1], NOW, Policies(catch_up=CatchUp.ALL), Busy(running=7))
    assert by_state(plan.rows) == {State.PENDING: OUTAGE[:-1]}


def test_older_than_the_window_is_missed_with_its_reason() -> None:
    plan = decide(OUTAGE, NOW, Policies(catch_up=CatchUp.ALL, window=2 * HOUR), Busy())
    assert by_state(plan.rows)[State.MISSED] == OUTAGE[:4]
    assert "2 hours" in plan.rows[0].reason


@pytest.mark.parametrize("many", [1, 2, 6])
@pytest.mark.parametrize("overlap", [Overlap.SKIP, Overlap.QUEUE_ONE])
def test_however_many_were_missed_one_run_waits_its_turn_for_them(many: int, overlap: Overlap) -> None:
    plan = decide(OUTAGE[-1 - many : -1], NOW, Policies(overlap=overlap), Busy(running=7, waiting=1))
    assert by_state(plan.rows)[State.PENDING] == OUTAGE[-2:-1]
    assert State.SKIPPED not in by_state(plan.rows)


def test_a_few_seconds_late_is_no_outage() -> None:
    slot = NOW - timedelta(seconds=20)
    assert decide([slot], NOW, Policies(catch_up=CatchUp.NONE), Busy()).rows[0].state == State.PENDING


@pytest.mark.parametrize(
    ("overlap", "busy", "state"),
    [
        (Overlap.SKIP, Busy(running=7), State.SKIPPED),
        (Overlap.QUEUE_ONE, Busy(running=7), State.PENDING),
        (Overlap.QUEUE_ONE, Busy(running=7, waiting=1), State.SKIPPED),
        (Overlap.QUEUE_ALL, Busy(running=7, waiting=3), State.PENDING),
        (Overlap.CANCEL, Busy(running=7), State.PENDING),
        (Overlap.ALLOW, Busy(running=7, waiting=2), State.PENDING),
        (Overlap.SKIP, Busy(), State.PENDING),
    ],
)
def test_overlap(overlap: Overlap, busy: Busy, state: State) -> None:
    plan = decide([NOW], NOW, Policies(overlap=overlap), busy)
    assert plan.rows[0].state == state
    assert plan.cancel_running is (overlap == Overlap.CANCEL)
    assert ("7" in plan.rows[0].reason) is (state == State.SKIPPED)


def test_skip_next_takes_exactly_one_slot() -> None:
    slots = [NOW - timedelta(seconds=10), NOW]
    plan = decide(slots, NOW, Policies(overlap=Overlap.QUEUE_ALL, skip_slot=slots[0], skipped_by="anna"), Busy())
    assert [row.state for row in plan.rows] == [State.SKIPPED, State.PENDING]
    assert "anna" in plan.rows[0].reason


def test_the_calendar_leaves_out_with_its_reason() -> None:
    sale = (NOW - HOUR, NOW + HOUR, "Black Friday")
    plan = decide([NOW], NOW, Policies(closed=[sale]), Busy())
    assert plan.rows[0].state == State.SKIPPED and "Black Friday" in plan.rows[0].reason
    assert decide([NOW + HOUR], NOW + HOUR, Policies(closed=[sale]), Busy()).rows[0].state == State.PENDING


def test_spread_moves_the_start_not_the_slot() -> None:
    row = decide([NOW], NOW, Policies(spread=timedelta(seconds=40)), Busy()).rows[0]
    assert (row.slot, row.due_at) == (NOW, NOW + timedelta(seconds=40))


busies = st.builds(Busy, running=st.none() | st.just(7), waiting=st.integers(0, 3))
policies = st.builds(
    Policies,
    overlap=st.sampled_from(Overlap),
    catch_up=st.sampled_from(CatchUp),
    window=st.integers(0, 30).map(lambda hours: hours * HOUR),
    closed=st.sampled_from([(), ((NOW - 5 * HOUR, NOW - 3 * HOUR, "stock count"),)]),
)


@given(back=st.lists(st.integers(0, 60 * 48), unique=True, max_size=40), policies=policies, busy=busies)
def test_slots_decided_are_the_slots_due_each_once(back: list[int], policies: Policies, busy: Busy) -> None:
    slots = sorted(NOW - timedelta(minutes=minutes) for minutes in back)
    plan = decide(slots, NOW, policies, busy)
    assert [row.slot for row in plan.rows] == slots
    ran = {row.slot for row in plan.rows if row.state == State.PENDING}
    for row in plan.rows:
        assert row.state in (State.PENDING, State.SKIPPED, State.MISSED)
        assert row.reason or row.state == State.PENDING
        assert row.stands_in is None or row.stands_in in ran
