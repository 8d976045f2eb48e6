"""How many runs of a job may be under way for a shop, and runs at a time of one's own."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from django_celery_beat.models import CrontabSchedule, PeriodicTask

from jobs import prerequisites, registry
from jobs.audit import Actor
from jobs.definition import JobDefinition
from jobs.models import AuditLog, JobRun, Schedule, State
from jobs.services import NotPossible, request_run
from tests.engine.support import attempt, definition, new_run
from work import claim

pytestmark = pytest.mark.django_db
ANNA = Actor("anna")
TWO = definition(lambda run, parameters: run.later(0), concurrency=2)


@pytest.fixture(autouse=True)
def jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    cards: dict[str, JobDefinition] = {TWO.key: TWO}
    monkeypatch.setattr(registry, "_index", lambda: cards)
    yield


def test_two_places_hold_two_runs_and_the_third_waits() -> None:
    runs = [new_run(origin="schedule") for _ in range(3)]
    assert [attempt(run, TWO) for run in runs] == [State.PENDING, State.PENDING, None]
    assert sorted(JobRun.objects.filter(started_at__isnull=False).values_list("place", flat=True)) == [0, 1]
    again = claim.claim(JobRun, runs[1].pk, 2)
    assert again and again.place == 1, "it keeps its place"
    claim.end(again, State.DONE)
    JobRun.objects.filter(pk=runs[2].pk).update(due_at=timezone.now() - timedelta(seconds=1))
    assert attempt(runs[2], TWO) == State.PENDING


def test_a_click_finds_a_place_or_the_run_that_is_there() -> None:
    first = request_run(TWO.key, shop=None, actor=ANNA).run
    attempt(first, TWO)
    second, already = request_run(TWO.key, shop=None, actor=ANNA)
    assert not already and request_run(TWO.key, shop=None, actor=ANNA).run == second
    attempt(second, TWO)
    third = request_run(TWO.key, shop=None, actor=ANNA)
    assert third.already and third.run == first


def test_a_run_is_planned_once_for_each_moment_and_audited() -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    run, already = request_run(TWO.key, shop=None, actor=ANNA, at=tomorrow)
    assert not already and run.due_at == run.slot_at == tomorrow and run.enqueued_at is None
    assert request_run(TWO.key, shop=None, actor=ANNA, at=tomorrow) == (run, True)
    assert not request_run(TWO.key, shop=None, actor=ANNA, at=tomorrow + timedelta(hours=1)).already
    assert not request_run(TWO.key, shop=None, actor=ANNA).already, "a plan for tomorrow is not in the way today"
    assert attempt(run, TWO) is None, "it isn't due"
    assert AuditLog.objects.filter(action="run.planned").count() == 2
    with pytest.raises(NotPossible, match="passed"):
        request_run(TWO.key, shop=None, actor=ANNA, at=timezone.now())


def test_a_run_whose_schedule_was_switched_off_meanwhile_does_not_begin() -> None:
    crontab = CrontabSchedule.objects.create(minute="0")
    task = PeriodicTask.objects.create(name="probe", task="jobs.slot", crontab=crontab)
    schedule = Schedule.objects.create(key=TWO.key, periodic_task=task)
    run = new_run(origin="schedule", schedule=schedule)
    PeriodicTask.objects.update(enabled=False)
    assert "switched off" in prerequisites.refusal(claim.claim(JobRun, run.pk))  # type: ignore[arg-type]
    PeriodicTask.objects.update(one_off=True)
    assert prerequisites.refusal(JobRun.objects.get(pk=run.pk)) == "", "a single moment switches itself off"


def test_an_end_lets_the_run_begin_that_waited_and_none_before_its_moment() -> None:
    one = definition(lambda run, parameters: None)
    soon, tomorrow = timezone.now() + timedelta(seconds=4), timezone.now() + timedelta(days=1)
    early = [
        request_run(one.key, shop=None, actor=ANNA, at=tomorrow).run,
        request_run(one.key, shop=None, actor=ANNA, at=soon).run,
        new_run(origin="schedule", slot_at=timezone.now(), due_at=timezone.now() + timedelta(hours=1)),
    ]
    waited = new_run(origin="schedule", slot_at=timezone.now() - timedelta(hours=1))
    under_way = claim.claim(JobRun, new_run().pk)
    assert under_way and attempt(waited, one) is None
    claim.give_back(under_way, 0)
    assert attempt(JobRun.objects.get(pk=under_way.pk), one) == State.DONE
    for run in early:
        due = run.due_at
        run.refresh_from_db()
        assert run.due_at == due and run.enqueued_at is None
    waited.refresh_from_db()
    assert waited.enqueued_at and attempt(waited, one) == State.DONE
