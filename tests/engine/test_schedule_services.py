"""What operators do to schedules, and what it leaves behind."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from django_celery_beat.models import PeriodicTask

from jobs import registry
from jobs.audit import Actor
from jobs.engine import due_slots, schedule_rules, wake
from jobs.engine.run import Run
from jobs.engine.when import BadTiming, parse
from jobs.models import AuditLog, JobRun, Pause, Schedule, State
from jobs.parameters import NoParameters
from jobs.services import InvalidParameters, NotPossible, schedules
from jobs.services.schedule_settings import BadSettings
from jobs.services.schedules import Settings, Stale
from tests.engine.support import CountParameters, attempt, definition, new_run
from work.errors import Permanent

pytestmark = pytest.mark.django_db
ANNA = Actor("anna")
PROBE = definition(lambda run, parameters: None, parameters=CountParameters, queue="bulk")


@pytest.fixture(autouse=True)
def jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(registry, "_index", lambda: {PROBE.key: PROBE})
    monkeypatch.setattr(wake, "runs", lambda due: None)
    yield


def save(when: str = "every 15 minutes", **chosen: object) -> Schedule:
    return schedules.save_schedule(PROBE.key, None, Settings(when, **chosen), ANNA)  # type: ignore[arg-type]


def actions() -> list[str]:
    return list(AuditLog.objects.order_by("id").values_list("action", flat=True))


@pytest.mark.parametrize("words", ["every 15 minutes", "every 1 hour", "0 2 * * *", "*/5 8-18 * * 1-5"])
def test_what_is_saved_reads_back_in_the_same_words(words: str) -> None:
    schedule = save(words, zone="Europe/Berlin")
    said = schedules.describe(due_slots.with_clock().get(pk=schedule.pk))
    assert said["when"] == words and said["zone"] in ("", "Europe/Berlin")
    assert actions() == ["schedule.created"]


@pytest.mark.parametrize("words", ["sometimes", "every 0 minutes", "* * * *", "at noon", "every 5 fortnights"])
def test_words_that_say_nothing_are_refused(words: str) -> None:
    with pytest.raises(BadTiming):
        parse(words)


def test_a_cron_line_of_impossible_values_changes_nothing() -> None:
    save()
    with pytest.raises(ValueError, match="crontab"):
        save("99 2 * * *")
    assert str(schedules.describe(due_slots.with_clock().get())["when"]) == "every 15 minutes"
    assert actions() == ["schedule.created"]


def test_parameters_are_checked_and_carried_into_the_run() -> None:
    with pytest.raises(InvalidParameters):
        save(parameters={"count": 0})
    with pytest.raises(InvalidParameters, match="no parameter 'cuont'"):
        save(parameters={"cuont": 8})
    schedule = save("every 1 minute", parameters={"count": 8})
    Schedule.objects.update(cursor=timezone.now() - timedelta(minutes=5), anchor=timezone.now() - timedelta(minutes=5))
    schedule = due_slots.with_clock().get()
    Schedule.objects.update(fingerprint=schedule_rules.fingerprint(schedule))
    due_slots.decide_due()
    run = JobRun.objects.filter(state=State.PENDING).get()
    assert run.parameters == {"count": 8} and run.queue == "bulk"


def test_saving_twice_changes_the_one_schedule_and_says_before_and_after() -> None:
    first, second = save(), save("0 2 * * *", overlap="queue_one")
    assert first.pk == second.pk and PeriodicTask.objects.filter(job_schedule__isnull=False).count() == 1
    change = AuditLog.objects.get(action="schedule.changed")
    assert (change.before["when"], change.after["when"]) == ("every 15 minutes", "0 2 * * *")


def test_an_editor_that_saw_an_older_revision_is_told() -> None:
    schedule = save()
    save("0 2 * * *")
    with pytest.raises(Stale):
        schedules.save_schedule(PROBE.key, None, Settings("0 3 * * *"), ANNA, revision=schedule.revision)


def test_parameters_can_be_edited_without_moving_the_clock() -> None:
    save()
    Schedule.objects.update(cursor=timezone.now() - timedelta(hours=1))
    before = Schedule.objects.get().cursor
    save(parameters={"count": 9})
    assert Schedule.objects.get().cursor == before


def test_skip_next_is_one_click_and_can_be_undone() -> None:
    schedule = save()
    coming = schedules.upcoming(schedule, 2)
    assert schedules.skip_next(schedule.pk, ANNA).skip_slot == coming[0]
    assert schedules.undo_skip(schedule.pk, ANNA).skip_slot is None
    with pytest.raises(NotPossible):
        schedules.undo_skip(schedule.pk, ANNA)
    assert actions()[1:] == ["schedule.skip_next", "schedule.skip_undone"]


def test_a_pause_wants_a_reason_and_a_future() -> None:
    schedule = save()
    with pytest.raises(NotPossible, match="why"):
        schedules.pause(schedule.pk, ANNA, " ")
    with pytest.raises(NotPossible, match="future"):
        schedules.pause(schedule.pk, ANNA, "stock count", timezone.now() - timedelta(minutes=1))
    assert schedules.pause(schedule.pk, ANNA, "stock count").pause.paused_by == "anna"
    schedules.resume(schedule.pk, ANNA)
    due_slots.decide_due()
    Schedule.objects.update(cursor=timezone.now() - timedelta(minutes=20))
    due_slots.decide_due()
    schedule.refresh_from_db()
    assert schedule.pause is None and Pause.objects.get().ended_by == "anna"


def test_switched_off_and_on_has_no_backlog() -> None:
    schedule = save("every 1 minute")
    schedules.switch(schedule.pk, False, ANNA)
    assert schedules.upcoming(due_slots.with_clock().get(), 1) == []
    Schedule.objects.update(cursor=timezone.now() - timedelta(hours=1))
    schedules.switch(schedule.pk, True, ANNA)
    due_slots.decide_due()
    assert not JobRun.objects.exists()


def test_a_backfill_makes_each_missing_slot_once() -> None:
    schedule = save("0 * * * *")
    now = timezone.now().replace(minute=30, second=0, microsecond=0) - timedelta(hours=1)
    start = now - timedelta(hours=5)
    assert schedules.backfill(schedule.pk, start, now, ANNA) == (5, 5, None)
    assert schedules.backfill(schedule.pk, start, now, ANNA) == (0, 5, None)
    with pytest.raises(NotPossible, match="past"):
        schedules.backfill(schedule.pk, now, timezone.now() + timedelta(days=1), ANNA)
    with pytest.raises(NotPossible, match="500"):
        schedules.backfill(schedule.pk, now - timedelta(days=60), now, ANNA)


def test_a_schedule_that_keeps_failing_pauses_itself() -> None:
    def handler(run: Run, parameters: NoParameters) -> None:
        if run.row.slot_at.minute != 2:
            raise Permanent("no stock file")

    schedule = save(pause_after_failures=2)
    card = definition(handler)
    paused = []
    for minute in (1, 2, 3, 4):
        slot = timezone.now().replace(minute=minute, second=0, microsecond=0)
        attempt(new_run(origin="schedule", schedule=schedule, slot_at=slot), card)
        schedule.refresh_from_db()
        paused.append(schedule.pause is not None)
    assert paused == [False, False, False, True]
    assert "2 runs in a row" in schedule.pause.reason


def test_dry_runs_count_neither_way_for_a_pause() -> None:
    def handler(run: Run, parameters: NoParameters) -> None:
        raise Permanent("no stock file")

    schedule = save(pause_after_failures=2)
    card = definition(handler)

    def fails(minute: int, dry: bool) -> bool:
        slot = timezone.now().replace(minute=minute, second=0, microsecond=0)
        attempt(new_run(origin="schedule", schedule=schedule, slot_at=slot, dry=dry), card)
        schedule.refresh_from_db()
        return schedule.pause is not None

    assert [fails(1, False), fails(2, True), fails(3, True), fails(4, False)] == [False, False, False, True]


def test_a_backfill_of_a_year_of_minutes_is_refused_before_they_are_counted() -> None:
    schedule, now = save("* * * * *"), timezone.now()
    began = time.perf_counter()
    with pytest.raises(NotPossible, match="more than 500 slots"):
        schedules.backfill(schedule.pk, now - timedelta(days=438), now, ANNA)
    assert time.perf_counter() - began < 1


def test_an_interval_of_a_zone_nobody_knows_is_refused() -> None:
    for zone in ("Mars/Olympus", "America", "../../etc/passwd", "x" * 500):
        with pytest.raises(BadSettings, match="is no time zone"):
            save(zone=zone)
