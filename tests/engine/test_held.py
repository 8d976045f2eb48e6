"""A scheduled run that has not begun is held by what would hold its slot; what a person asked for is not."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from django_celery_beat.models import CrontabSchedule, PeriodicTask

from jobs import prerequisites, registry
from jobs.audit import Actor
from jobs.engine.execute import execute
from jobs.engine.run import Run
from jobs.handlers.start_job import start
from jobs.models import ExclusionCalendar, JobRun, Pause, Schedule, State
from jobs.parameters import NoParameters
from jobs.services import calendars, pauses, request_run, schedules
from tests.engine.support import definition, new_run
from tests.oms import factories

pytestmark = pytest.mark.django_db
ANNA = Actor("anna")


def ask(run: Run, parameters: NoParameters) -> None:
    run.progress(phase="Waiting")
    run.later(3600)


CARD = definition(ask)


@pytest.fixture(autouse=True)
def jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(registry, "_index", lambda: {CARD.key: CARD})
    yield


@pytest.fixture
def schedule() -> Schedule:
    crontab = CrontabSchedule.objects.create(minute="0")
    task = PeriodicTask.objects.create(name="probe", task="jobs.slot", crontab=crontab)
    freeze = ExclusionCalendar.objects.create(name="freeze")
    return Schedule.objects.create(key=CARD.key, periodic_task=task, calendar=freeze)


def waiting(schedule: Schedule, origin: str = "schedule") -> JobRun:
    """Decided an hour ago, and due now: it was spread over the hour, or another run was under way."""
    return new_run(origin=origin, schedule=schedule, slot_at=timezone.now() - timedelta(hours=1))


def begun(run: JobRun) -> JobRun:
    JobRun.objects.filter(pk=run.pk).update(due_at=timezone.now() - timedelta(seconds=1))
    execute(run.pk, registry.find, prerequisites.refusal)
    run.refresh_from_db()
    return run


def by_a_pause_of_its_own(schedule: Schedule) -> str:
    schedules.pause(schedule.pk, ANNA, "stock count")
    return "Paused by anna (stock count)"


def by_a_pause_of_its_job(schedule: Schedule) -> str:
    pauses.hold(ANNA, "moving", key=schedule.key)
    return "Paused by anna (moving)"


def by_its_calendar(schedule: Schedule) -> str:
    now, hour = timezone.now(), timedelta(hours=1)
    calendars.close_calendar(schedule.calendar_id, now - hour / 60, now + hour, "sale", ANNA)  # type: ignore[arg-type]
    return "Excluded by the calendar: sale"


def by_the_end_of_its_schedule(schedule: Schedule) -> str:
    schedule.periodic_task.delete()
    return "Its schedule was deleted before it began."


@pytest.mark.parametrize(
    "held", [by_a_pause_of_its_own, by_a_pause_of_its_job, by_its_calendar, by_the_end_of_its_schedule]
)
def test_what_holds_a_slot_holds_a_run_that_waits(schedule: Schedule, held: object) -> None:
    run = waiting(schedule)
    reason = held(schedule)  # type: ignore[operator]
    run = begun(run)
    assert (run.state, run.error) == (State.SKIPPED, reason)


def test_a_run_that_has_begun_goes_on(schedule: Schedule) -> None:
    run = begun(waiting(schedule))
    assert run.state == State.PENDING and run.started_at
    by_a_pause_of_its_own(schedule), by_its_calendar(schedule)
    assert begun(run).state == State.PENDING
    by_the_end_of_its_schedule(schedule)
    assert begun(run).state == State.PENDING


def test_a_pause_that_has_ended_or_is_of_another_schedule_holds_nothing(schedule: Schedule) -> None:
    run = waiting(schedule)
    by_a_pause_of_its_own(schedule)
    schedules.resume(schedule.pk, ANNA)
    Pause.objects.create(key="orders.other", reason="x", paused_by="bob")
    assert begun(run).state == State.PENDING


@pytest.mark.parametrize("origin", ["manual", "backfill", "planned"])
def test_what_a_person_asked_for_is_not_held(schedule: Schedule, origin: str) -> None:
    by_a_pause_of_its_job(schedule)
    assert begun(waiting(schedule, origin)).state == State.PENDING


def test_a_run_that_is_held_is_no_answer_to_a_click_or_another_job(schedule: Schedule) -> None:
    shop = factories.shop()
    run = waiting(schedule)
    elsewhere = new_run(origin="schedule", schedule=None, shop=shop)
    assert request_run(CARD.key, shop=None, actor=ANNA) == (run, True)
    by_a_pause_of_its_own(schedule)
    asked = request_run(CARD.key, shop=None, actor=ANNA)
    assert not asked.already and begun(asked.run).state == State.PENDING
    assert start(Run(new_run(key="miscellaneous.other")), CARD.key, shop), elsewhere
