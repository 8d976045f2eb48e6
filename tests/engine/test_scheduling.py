"""Slots become rows: once, whoever decides, whatever was edited where."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_celery_beat.models import ClockedSchedule, CrontabSchedule, IntervalSchedule, PeriodicTask, SolarSchedule

from jobs.engine import due_slots, schedule_rules, scheduling, wake
from jobs.models import Exclusion, ExclusionCalendar, JobRun, Pause, Schedule, State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    pks: list[int] = []
    monkeypatch.setattr(wake, "runs", lambda due: pks.extend(pk for pk, _ in due))
    return pks


def every(seconds: int = 60, ago: timedelta = timedelta(0), **columns: object) -> Schedule:
    """A schedule whose slots were last decided `ago`."""
    interval, _ = IntervalSchedule.objects.get_or_create(every=seconds, period="seconds")
    name = str(columns.pop("name", ""))
    task = PeriodicTask.objects.create(name=f"probe {name}", task=scheduling.NOT_THROUGH_CELERY, interval=interval)
    now = timezone.now()
    schedule = Schedule.objects.create(
        key="miscellaneous.probe", name=name, periodic_task=task, anchor=now - timedelta(days=1), **columns
    )
    due_slots.decide_due()
    Schedule.objects.filter(pk=schedule.pk).update(cursor=now - ago)
    return schedule


def states(schedule: Schedule) -> list[str]:
    return list(JobRun.objects.filter(schedule=schedule).order_by("slot_at").values_list("state", flat=True))


def test_a_slot_becomes_one_pending_run_and_one_message(sent: list[int]) -> None:
    schedule = every(60, ago=timedelta(seconds=30), parameters={"limit": 5})
    due_slots.decide_due()
    due_slots.decide_due()
    run = JobRun.objects.get(schedule=schedule)
    assert (run.state, run.origin, run.parameters) == (State.PENDING, "schedule", {"limit": 5})
    assert sent == [run.pk]
    assert schedule.periodic_task.__class__.objects.get(pk=schedule.periodic_task_id).total_run_count == 1


def test_an_outage_under_each_policy() -> None:
    expected = {
        "latest": ["missed", "missed", "missed", "missed", "missed", "pending"],
        "all": ["pending"] * 6,
        "none": ["missed"] * 6,
    }
    for policy, rows in expected.items():
        schedule = every(3600, ago=timedelta(hours=6), name=policy, catch_up=policy)
        # Between two slots, so that none is fresh.
        Schedule.objects.filter(pk=schedule.pk).update(anchor=timezone.now() - timedelta(days=1, minutes=30))
        Schedule.objects.filter(pk=schedule.pk).update(
            fingerprint=schedule_rules.fingerprint(due_slots.with_clock().get(pk=schedule.pk))
        )
        due_slots.decide_due()
        assert states(schedule) == rows, policy
    covered = JobRun.objects.filter(schedule__catch_up="latest", state=State.MISSED)
    stand_in = JobRun.objects.get(schedule__catch_up="latest", state=State.PENDING)
    assert {run.covered_by_id for run in covered} == {stand_in.pk}


def test_an_edit_by_update_is_obeyed_and_starts_nothing() -> None:
    schedule = every(3600, ago=timedelta(hours=3))
    faster = IntervalSchedule.objects.create(every=10, period="minutes")
    PeriodicTask.objects.filter(pk=schedule.periodic_task_id).update(interval=faster)
    due_slots.decide_due()
    assert not JobRun.objects.exists()
    schedule.refresh_from_db()
    assert schedule.revision == 2 and timezone.now() - schedule.cursor < timedelta(minutes=1)


def test_switched_off_by_update_decides_nothing_and_on_again_has_no_backlog() -> None:
    schedule = every(60, ago=timedelta(hours=1))
    PeriodicTask.objects.filter(pk=schedule.periodic_task_id).update(enabled=False)
    due_slots.decide_due()
    PeriodicTask.objects.filter(pk=schedule.periodic_task_id).update(enabled=True)
    due_slots.decide_due()
    assert not JobRun.objects.exists()


def test_a_malformed_row_is_a_visible_error_and_heals() -> None:
    schedule = every(60)
    crontab = CrontabSchedule.objects.create(minute="99")
    PeriodicTask.objects.filter(pk=schedule.periodic_task_id).update(interval=None, crontab=crontab)
    healthy = every(60, ago=timedelta(seconds=30), name="other")
    due_slots.decide_due()
    schedule.refresh_from_db()
    assert "crontab" in schedule.error and PeriodicTask.objects.get(pk=schedule.periodic_task_id).enabled
    assert states(healthy) == ["pending"], "a malformed neighbour holds nobody up"
    CrontabSchedule.objects.filter(pk=crontab.pk).update(minute="5")
    due_slots.decide_due()
    schedule.refresh_from_db()
    assert schedule.error == ""


def test_solar_is_refused() -> None:
    schedule = every(60)
    solar = SolarSchedule.objects.create(event="sunrise", latitude=1, longitude=1)
    PeriodicTask.objects.filter(pk=schedule.periodic_task_id).update(interval=None, solar=solar)
    due_slots.decide_due()
    schedule.refresh_from_db()
    assert "Solar" in schedule.error


def test_a_clocked_task_runs_once_and_switches_itself_off() -> None:
    schedule = every(60)
    clocked = ClockedSchedule.objects.create(clocked_time=timezone.now() - timedelta(seconds=5))
    PeriodicTask.objects.filter(pk=schedule.periodic_task_id).update(interval=None, clocked=clocked, one_off=True)
    due_slots.decide_due()
    Schedule.objects.filter(pk=schedule.pk).update(cursor=timezone.now() - timedelta(minutes=1))
    for _ in range(3):
        due_slots.decide_due()
    assert states(schedule) == ["pending"]
    assert not PeriodicTask.objects.get(pk=schedule.periodic_task_id).enabled


def test_paused_decides_nothing_and_then_follows_the_catch_up_policy() -> None:
    now = timezone.now()
    schedule = every(3600, ago=timedelta(hours=3))
    Pause.objects.create(
        schedule=schedule,
        starts_at=now - timedelta(hours=4),
        ends_at=now + timedelta(hours=1),
        reason="stock count",
        paused_by="anna",
    )
    due_slots.decide_due()
    assert not JobRun.objects.exists()
    Pause.objects.update(ends_at=now - timedelta(seconds=1))
    due_slots.decide_due()
    assert states(schedule)[-1] == "pending" and set(states(schedule)[:-1]) == {"missed"}
    assert JobRun.objects.filter(state=State.MISSED)[0].error.startswith("Paused by anna (stock count)")
    schedule.refresh_from_db()
    assert schedule.pause is None


def test_a_running_run_makes_the_slot_a_skipped_row_that_names_it() -> None:
    schedule = every(60, ago=timedelta(seconds=30))
    run = JobRun.objects.create(key="miscellaneous.probe", origin="schedule")
    JobRun.objects.filter(pk=run.pk).update(state=State.RUNNING, started_at=timezone.now(), lease_until=timezone.now())
    due_slots.decide_due()
    skipped = JobRun.objects.get(schedule=schedule)
    assert skipped.state == State.SKIPPED and str(run.pk) in skipped.error and skipped.finished_at


def test_the_calendar_closes() -> None:
    calendar = ExclusionCalendar.objects.create(name="Sales")
    now = timezone.now()
    Exclusion.objects.create(
        calendar=calendar, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1), reason="Black Friday"
    )
    schedule = every(60, ago=timedelta(seconds=30), calendar=calendar)
    due_slots.decide_due()
    assert states(schedule) == ["skipped"]


def test_spread_is_stable_and_inside_its_window() -> None:
    schedule = every(60, ago=timedelta(seconds=30), spread_seconds=300)
    due_slots.decide_due()
    run = JobRun.objects.get(schedule=schedule)
    assert run.slot_at and timedelta(0) <= run.due_at - run.slot_at < timedelta(seconds=300)
    assert run.due_at - run.slot_at == schedule_rules.spread(schedule)


@pytest.mark.django_db(transaction=True)
def test_eight_deciders_at_once_make_each_slot_once() -> None:
    schedules = [every(60, ago=timedelta(seconds=30), name=str(n)) for n in range(5)]

    def look(_: int) -> None:
        try:
            due_slots.decide_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(look, range(8)))
    due_slots.decide_due()
    slots = list(JobRun.objects.values_list("schedule", "slot_at"))
    assert len(slots) == len(set(slots))
    assert {pk for pk, _ in slots} == {schedule.pk for schedule in schedules}


@pytest.mark.parametrize("many", [3, 40])
def test_the_number_of_queries_does_not_grow_with_the_schedules(
    many: int, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    for n in range(many):
        every(60, ago=timedelta(seconds=30), name=str(n))
    with django_assert_max_num_queries(14):
        due_slots.decide_due()
    assert JobRun.objects.count() == many


def test_what_was_foreseen_is_decided_when_it_comes_without_a_look_at_the_others(
    sent: list[int], django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    schedule, other = every(60, name="a"), every(60, ago=timedelta(seconds=90), name="b")
    now = due_slots.database_now()
    foreseen = {schedule.pk: now + timedelta(seconds=60), other.pk: now - timedelta(seconds=1)}
    assert due_slots.decide_due(foreseen) == 0
    assert states(other)[-1] == "pending"
    assert states(schedule) == []
    assert foreseen == {}
    assert len(sent) == 1


def test_an_edit_made_after_the_look_is_obeyed(sent: list[int]) -> None:
    schedule = every(60, ago=timedelta(seconds=90))
    PeriodicTask.objects.filter(pk=schedule.periodic_task_id).update(enabled=False)
    due_slots.decide_due({schedule.pk: due_slots.database_now()})
    assert states(schedule) == []
    assert sent == []


def test_the_next_slot_is_foreseen_and_waited_for() -> None:
    schedule = every(1)
    foreseen: dict[int, datetime] = {}
    pause = due_slots.decide_due(foreseen)
    assert 0 <= pause <= due_slots.TICK
    assert list(foreseen) == [schedule.pk]


def test_who_wakes_a_little_early_waits_the_rest_without_a_look(
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    schedule = every(60)
    foreseen = {schedule.pk: due_slots.database_now() + timedelta(seconds=due_slots.EARLY / 2)}
    with django_assert_num_queries(1):
        assert 0 < due_slots.decide_due(foreseen) < due_slots.EARLY
    assert list(foreseen) == [schedule.pk]
