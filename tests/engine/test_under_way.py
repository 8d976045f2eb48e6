"""What is in the way of a run: others of its job that have begun or are due, and never a preview."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from jobs import registry
from jobs.audit import Actor
from jobs.engine import due_slots, scheduling, under_way, wake
from jobs.engine.run import Run
from jobs.handlers.start_job import start
from jobs.models import JobRun, Schedule, State
from jobs.services import NotPossible, request_run, resume_run, stop_run
from tests.engine.support import attempt, definition, new_run
from tests.oms import factories
from work import claim

pytestmark = pytest.mark.django_db
ANNA = Actor("anna")
WAITS = definition(lambda run, parameters: run.later(3600))


@pytest.fixture(autouse=True)
def jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(registry, "_index", lambda: {WAITS.key: WAITS})
    monkeypatch.setattr(wake, "runs", lambda due: None)
    yield


def slot(**columns: object) -> JobRun:
    """What becomes of a slot that has just come."""
    interval, _ = IntervalSchedule.objects.get_or_create(every=60, period="seconds")
    task = PeriodicTask.objects.create(name="probe", task=scheduling.NOT_THROUGH_CELERY, interval=interval)
    anchor = timezone.now() - timedelta(days=1)
    schedule = Schedule.objects.create(key=WAITS.key, periodic_task=task, anchor=anchor, **columns)
    due_slots.decide_due()
    Schedule.objects.update(cursor=timezone.now() - timedelta(seconds=30))
    due_slots.decide_due()
    return JobRun.objects.get(schedule=schedule)


def started(run: JobRun) -> JobRun:
    assert attempt(run, WAITS) == State.PENDING
    run.refresh_from_db()
    assert run.started_at
    return run


def test_a_run_planned_for_next_week_is_in_nobodys_way() -> None:
    shop = factories.shop()
    for where in (None, shop):
        request_run(WAITS.key, shop=where, actor=ANNA, at=timezone.now() + timedelta(days=7))
    assert slot().state == State.PENDING
    assert start(Run(new_run(key="miscellaneous.other")), WAITS.key, shop)
    JobRun.objects.filter(origin="schedule").delete()
    assert not request_run(WAITS.key, shop=None, actor=ANNA).already


def test_a_planned_run_whose_moment_has_come_counts_while_it_waits_for_its_turn() -> None:
    started(new_run())
    planned = request_run(WAITS.key, shop=None, actor=ANNA, at=timezone.now() + timedelta(days=7)).run
    JobRun.objects.filter(pk=planned.pk).update(due_at=timezone.now() - timedelta(seconds=1))
    assert claim.claim(JobRun, planned.pk) is None
    assert planned in under_way.of(WAITS.key, None)


def test_a_preview_makes_no_slot_and_no_click_and_no_other_job_wait() -> None:
    preview = started(new_run(dry=True))
    asked = request_run(WAITS.key, shop=None, actor=ANNA)
    assert not asked.already and not asked.run.dry
    assert started(asked.run).place == preview.place, "they begin side by side"
    stop_run(asked.run.pk, ANNA)
    run = slot()
    assert run.state == State.PENDING
    started(run)


def test_another_job_starts_one_beside_its_preview() -> None:
    shop = factories.shop()
    started(new_run(dry=True, shop=shop))
    other = Run(new_run(key="miscellaneous.other"))
    assert start(other, WAITS.key, shop)
    assert not start(other, WAITS.key, shop), "one that is due is enough"


def test_a_preview_waits_for_no_real_run_and_a_second_one_is_the_first() -> None:
    real = started(new_run())
    preview, already = request_run(WAITS.key, shop=None, actor=ANNA, dry=True)
    assert not already and preview.dry
    assert request_run(WAITS.key, shop=None, actor=ANNA, dry=True) == (preview, True)
    started(preview)
    assert request_run(WAITS.key, shop=None, actor=ANNA, dry=True) == (preview, True)
    assert request_run(WAITS.key, shop=None, actor=ANNA) == (real, True)


def test_a_click_is_not_answered_with_a_preview_that_waits_for_its_turn() -> None:
    preview = request_run(WAITS.key, shop=None, actor=ANNA, dry=True).run
    run, already = request_run(WAITS.key, shop=None, actor=ANNA)
    assert not already and run != preview


def test_a_preview_and_a_run_may_be_planned_for_the_same_moment() -> None:
    at = timezone.now() + timedelta(days=1)
    both = [request_run(WAITS.key, shop=None, actor=ANNA, at=at, dry=dry) for dry in (True, False)]
    assert [one.already for one in both] == [False, False]


def test_a_stopped_preview_goes_on_beside_a_real_run_and_not_beside_another_preview() -> None:
    started(new_run())
    stopped = started(new_run(dry=True))
    stop_run(stopped.pk, ANNA)
    assert resume_run(stopped.pk, ANNA).state == State.PENDING
    stop_run(stopped.pk, ANNA)
    other = started(new_run(dry=True))
    with pytest.raises(NotPossible, match=f"Run {other.pk} "):
        resume_run(stopped.pk, ANNA)


def test_the_slot_that_stops_the_earlier_run_stops_one_that_waits_at_once_and_no_preview() -> None:
    earlier, preview = started(new_run()), started(new_run(dry=True))
    run = slot(overlap="cancel")
    earlier.refresh_from_db()
    preview.refresh_from_db()
    assert earlier.state == State.CANCELLED and earlier.finished_at and "its schedule" in earlier.error
    assert preview.state == State.PENDING and not preview.cancel_requested
    assert run.state == State.PENDING
    started(run)


def test_the_slot_that_stops_the_earlier_run_asks_one_that_works() -> None:
    earlier = new_run()
    assert claim.claim(JobRun, earlier.pk)
    slot(overlap="cancel")
    earlier.refresh_from_db()
    assert earlier.state == State.RUNNING and earlier.cancel_requested
