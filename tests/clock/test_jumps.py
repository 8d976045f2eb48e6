"""The clock of the machine is put forward or back: nothing runs twice, nothing storms, nothing stays silent."""

from datetime import timedelta

import pytest

from jobs.engine import due_slots, wake
from jobs.models import JobRun, Schedule, State
from tests.clock.test_any_outage import START, made

pytestmark = pytest.mark.django_db
HOURLY = ("0", "*", "*", "*", "*")


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> object:
    clock = {"now": START}
    monkeypatch.setattr(due_slots, "database_now", lambda: clock["now"])
    monkeypatch.setattr(wake, "runs", lambda due: None)

    def look(hours: float) -> list[str]:
        """States of all rows so far."""
        clock["now"] = START + timedelta(hours=hours)
        due_slots.decide_due()
        JobRun.objects.filter(state=State.PENDING).update(state=State.DONE, finished_at=clock["now"])
        return list(JobRun.objects.order_by("slot_at").values_list("state", flat=True))

    return look


def test_an_hour_back_runs_nothing_again_and_goes_on(at: object) -> None:
    made(HOURLY, "UTC", None)
    assert at(1.001) == ["done"] and at(2.001) == ["done"] * 2
    assert at(1.001) == ["done"] * 2 and at(2.001) == ["done"] * 2
    assert at(3.001) == ["done"] * 3


def test_thirty_days_forward_is_one_run_and_the_rest_are_rows(at: object) -> None:
    made(HOURLY, "UTC", None)
    states = at(30 * 24 + 0.001)
    assert states.count("done") == 1 and states.count("missed") == 30 * 24 - 1
    assert at(30 * 24 + 1.001).count("done") == 2


def test_a_week_back_leaves_no_schedule_waiting_for_a_week(at: object) -> None:
    schedule = made(HOURLY, "UTC", None)
    Schedule.objects.filter(pk=schedule.pk).update(cursor=START + timedelta(days=7))
    assert at(0.5) == [] and at(1.001) == ["done"]


def test_down_for_six_hours_with_none_is_six_missed_rows_and_no_ghost_the_next_day(at: object) -> None:
    made(HOURLY, "UTC", None, catch_up="none")
    assert at(1.001) == ["done"]
    assert at(7.5) == ["done", *["missed"] * 6]
    states = [at(8.001 + hour) for hour in range(24)][-1]
    assert states == ["done", *["missed"] * 6, *["done"] * 24]
