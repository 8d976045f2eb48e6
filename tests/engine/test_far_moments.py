"""Moments no clock can show: refused at every door, also the database's; and one bad row never stops the others."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.migrations import RunSQL
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_celery_beat.models import ClockedSchedule, IntervalSchedule, PeriodicTask

from jobs import registry
from jobs.audit import Actor
from jobs.engine import due_slots, slots, wake
from jobs.engine.when import BadTiming
from jobs.models import AuditLog, Exclusion, ExclusionCalendar, JobRun, Pause, Schedule
from jobs.models.moments import LATEST
from jobs.services import NotPossible, calendars, pauses, request_run, schedules
from jobs.services.schedules import Settings
from tests.engine.support import definition

pytestmark = pytest.mark.django_db
ANNA = Actor("anna")
PROBE = definition(lambda run, parameters: None)
NEW_YORK_AT_THE_END = datetime.fromisoformat("9999-12-31T23:59-05:00")
LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
FAR = datetime(2300, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_index", lambda: {PROBE.key: PROBE})
    monkeypatch.setattr(wake, "runs", lambda due: None)


def save(when: str = "every 1 minute", name: str = "") -> Schedule:
    return schedules.save_schedule(PROBE.key, None, Settings(when), ANNA, name=name)


def calendar() -> ExclusionCalendar:
    return ExclusionCalendar.objects.get_or_create(name="Sale")[0]


DEEDS: dict[str, tuple[Callable[[datetime], Any], str]] = {
    "pause": (lambda at: schedules.pause(save().pk, ANNA, "x", at), "The end of the pause"),
    "hold": (lambda at: pauses.hold(ANNA, "x", category="orders", until=at), "The end of the pause"),
    "close": (
        lambda at: calendars.close_calendar(calendar().pk, timezone.now(), at, "x", ANNA),
        "The end of the closed time",
    ),
    "run at": (lambda at: request_run(PROBE.key, shop=None, actor=ANNA, at=at), "The planned moment"),
}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("at", [NEW_YORK_AT_THE_END, FAR])
def test_every_deed_refuses_a_moment_that_is_too_far(deed: str, at: datetime) -> None:
    act, named = DEEDS[deed]
    with pytest.raises(NotPossible, match=f"{named} must lie between the years 2000 and 2199"):
        act(at)
    assert not AuditLog.objects.exclude(action="schedule.created").exists()


def test_what_begins_too_early_is_refused() -> None:
    with pytest.raises(NotPossible, match="The start of the closed time must lie"):
        calendars.close_calendar(calendar().pk, LONG_AGO, timezone.now(), "x", ANNA)
    with pytest.raises(NotPossible, match="The start of the backfill must lie"):
        schedules.backfill(save().pk, LONG_AGO, timezone.now(), ANNA)


@pytest.mark.parametrize("when", ["at 9999-12-31T23:59:00", "at 0001-01-01T00:00:00"])
def test_the_words_of_a_schedule_are_refused(when: str) -> None:
    for zone in ("America/New_York", "Asia/Tokyo"):
        with pytest.raises(BadTiming, match="must lie between the years 2000 and 2199"):
            schedules.save_schedule(PROBE.key, None, Settings(when, zone), ANNA)
    assert not PeriodicTask.objects.exclude(name__startswith="celery.").exists()


def test_the_database_refuses_them_too() -> None:
    save()
    span = calendar()
    pauses.hold(ANNA, "x", category="orders")
    now = timezone.now()
    Exclusion.objects.create(calendar=span, starts_at=now, ends_at=now + timedelta(days=1), reason="x")
    request_run(PROBE.key, shop=None, actor=ANNA, at=now + timedelta(days=1))
    ClockedSchedule.objects.create(clocked_time=now)
    columns = [
        *((Schedule, name) for name in ("skip_slot", "anchor", "cursor")),
        *((Pause, name) for name in ("starts_at", "ends_at")),
        *((Exclusion, name) for name in ("starts_at", "ends_at")),
        *((JobRun, name) for name in ("slot_at", "due_at")),
        *((PeriodicTask, name) for name in ("start_time", "expires", "last_run_at")),
        (ClockedSchedule, "clocked_time"),
    ]
    for model, name in columns:
        for at in (FAR, datetime(1999, 12, 31, 23, tzinfo=UTC)):
            with pytest.raises(IntegrityError), transaction.atomic():
                model._default_manager.update(**{name: at})


def test_the_clock_s_own_forms_name_the_field() -> None:
    with pytest.raises(ValidationError, match="must lie between the years 2000 and 2199"):
        ClockedSchedule(clocked_time=FAR).full_clean()
    task = PeriodicTask(name="x", task="y", interval=IntervalSchedule(every=1, period="days"), expires=FAR)
    with pytest.raises(ValidationError) as caught:
        task.clean_fields()
    assert "expires" in caught.value.message_dict


def test_an_interval_no_calendar_can_count_is_that_row_s_error_and_the_others_go_on() -> None:
    bad, good = save(name="bad"), save(name="good")
    giant = IntervalSchedule.objects.create(every=2_147_483_647, period="days")
    PeriodicTask.objects.filter(pk=bad.periodic_task_id).update(interval=giant)
    Schedule.objects.filter(pk=good.pk).update(cursor=timezone.now() - timedelta(minutes=3))
    due_slots.decide_due()
    bad.refresh_from_db()
    assert "at most 366 days" in bad.error
    assert JobRun.objects.filter(schedule=good).exists() and not JobRun.objects.filter(schedule=bad).exists()
    assert schedules.upcoming(due_slots.with_clock().get(pk=bad.pk), 1) == []


@pytest.mark.parametrize("trouble", [OverflowError("date value out of range"), ValueError("year 10000"), KeyError("x")])
def test_whatever_one_schedule_raises_the_others_go_on(trouble: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = save("every 7 minutes", name="bad"), save(name="good")
    between = slots.between

    def breaks(rule: slots.Rule, after: datetime, until: datetime) -> Any:
        if rule == due_slots.rule_of(due_slots.with_clock().get(pk=bad.pk)):
            raise trouble
        return between(rule, after, until)

    monkeypatch.setattr(slots, "between", breaks)
    Schedule.objects.update(cursor=timezone.now() - timedelta(minutes=3))
    due_slots.decide_due()
    bad.refresh_from_db()
    assert str(trouble) in bad.error and "can't be decided" in bad.error
    assert JobRun.objects.filter(schedule=good).exists()
    revision = bad.revision
    monkeypatch.setattr(slots, "between", between)
    due_slots.decide_due()
    bad.refresh_from_db()
    assert (bad.error, bad.revision) == ("", revision)


def test_a_row_that_keeps_raising_is_not_written_again_at_every_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        save("every 7 minutes", name=str(number))

    def breaks(*args: object) -> Any:
        raise OverflowError("date value out of range")

    monkeypatch.setattr(slots, "between", breaks)
    due_slots.decide_due()
    assert Schedule.objects.filter(error__contains="out of range").count() == 5
    with CaptureQueriesContext(connection) as asked:
        due_slots.decide_due()
    assert not [query for query in asked.captured_queries if query["sql"].startswith("UPDATE")]


def test_rows_from_before_the_rule_are_brought_within_it() -> None:
    schedule, span = save(), calendar()
    pauses.hold(ANNA, "x", category="orders")
    now = timezone.now()
    run = request_run(PROBE.key, shop=None, actor=ANNA, at=now + timedelta(days=1)).run
    Exclusion.objects.create(calendar=span, starts_at=now, ends_at=now + timedelta(days=1), reason="x")
    migrations = [import_module(f"jobs.migrations.{name}") for name in ("0011_moments", "0012_moments_of_runs")]
    steps = [step for each in migrations for step in each.Migration.operations]
    statements = [text for step in steps if isinstance(step, RunSQL) for text in step.sql if "ALTER" not in text]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("jobs_schedule", "jobs_pause", "jobs_exclusion", "jobs_jobrun"):
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table.removeprefix('jobs_')}_moments")
        # Columns that a later migration has moved to the pauses.
        for column in ("paused_at", "paused_until"):
            cursor.execute(f"ALTER TABLE jobs_schedule ADD {column} timestamptz")
        cursor.execute(
            "UPDATE jobs_schedule SET paused_at = now(), paused_until = '10000-01-01Z', skip_slot = '0001-01-01Z'"
        )
        cursor.execute("UPDATE jobs_pause SET ends_at = 'infinity'")
        cursor.execute("UPDATE jobs_exclusion SET ends_at = '10000-01-01Z'")
        cursor.execute("UPDATE jobs_jobrun SET due_at = '10000-01-01Z'")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SELECT paused_at IS NOT NULL, paused_until FROM jobs_schedule")
        assert cursor.fetchall() == [(True, None)]
    schedule.refresh_from_db()
    run.refresh_from_db()
    assert (schedule.skip_slot, Pause.objects.get().ends_at) == (None, None)
    last = LATEST - timedelta(seconds=1)
    assert (Exclusion.objects.get().ends_at, run.due_at) == (last, last)
