"""A pause of one schedule is a pause like any other: one model, exactly one scope, moved from where it stood."""

import re
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.db import IntegrityError, connection, transaction
from django.db.models import DateTimeField, Model
from django.utils import timezone

from jobs.audit import Actor
from jobs.engine.pause_after_failures import pause_if_failing
from jobs.models import JobRun, Pause, Schedule, State
from jobs.services import NotPossible, pauses, schedules
from jobs.services.schedules import Settings
from tests.oms import factories

pytestmark = pytest.mark.django_db
ANNA = Actor("anna")
KEY = "miscellaneous.purge_history"


def plan(name: str = "") -> Schedule:
    return schedules.save_schedule(KEY, None, Settings("every 1 hour"), ANNA, name=name)


@pytest.mark.parametrize(
    "scope",
    [
        {},
        {"schedule": True, "key": KEY},
        {"schedule": True, "category": "orders"},
        {"schedule": True, "shop": True},
        {"key": KEY, "category": "orders"},
    ],
)
def test_the_database_takes_exactly_one_scope(scope: dict[str, Any]) -> None:
    given = {**scope}
    if "schedule" in scope:
        given["schedule"] = plan()
    if "shop" in scope:
        given["shop"] = factories.shop()
    with pytest.raises(IntegrityError), transaction.atomic():
        Pause.objects.create(reason="x", paused_by="anna", **given)


def test_it_holds_its_schedule_and_no_other() -> None:
    one, other = plan(), plan("nightly")
    held = Pause.objects.create(schedule=one, reason="x", paused_by="anna")
    assert held.covers(KEY, None, one.pk)
    assert not held.covers(KEY, None, other.pk) and not held.covers(KEY, None)
    assert (one.pause, other.pause) == (held, None)
    assert held.target == f"schedule {KEY}"


def test_it_is_not_among_the_wider_pauses_and_not_ended_as_one() -> None:
    one = plan()
    schedules.pause(one.pk, ANNA, "stock count")
    assert pauses.current() == [] and pauses.holding() == [Pause.objects.get()]
    with pytest.raises(Pause.DoesNotExist):
        pauses.release(Pause.objects.get().pk, ANNA)


def test_paused_again_it_is_the_same_pause_until_it_has_ended() -> None:
    one = plan()
    until = timezone.now() + timedelta(hours=1)
    schedules.pause(one.pk, ANNA, "stock count")
    schedules.pause(one.pk, ANNA, "still counting", until)
    assert (Pause.objects.get().reason, Pause.objects.get().ends_at) == ("still counting", until)
    schedules.resume(one.pk, ANNA)
    schedules.pause(one.pk, ANNA, "once more")
    assert list(Pause.objects.order_by("id").values_list("reason", flat=True)) == ["still counting", "once more"]
    assert Schedule.objects.get().pause.reason == "once more"


def test_without_a_pause_there_is_nothing_to_resume() -> None:
    with pytest.raises(NotPossible, match="not paused"):
        schedules.resume(plan().pk, ANNA)


def test_a_pause_that_has_ended_is_not_resumed_though_no_slot_was_decided_since() -> None:
    one, now = plan(), timezone.now()
    ended = now - timedelta(hours=2)
    Schedule.objects.update(cursor=now - timedelta(hours=3))
    Pause.objects.create(schedule=one, starts_at=ended - timedelta(hours=1), ends_at=ended, reason="x", paused_by="bob")
    with pytest.raises(NotPossible, match="not paused"):
        schedules.resume(one.pk, ANNA)
    assert Pause.objects.get().ends_at == ended


def test_a_pause_that_has_ended_does_not_keep_a_failing_schedule_going() -> None:
    one, now = plan(), timezone.now()
    Schedule.objects.update(cursor=now - timedelta(hours=3), pause_after_failures=1)
    Pause.objects.create(
        schedule=one, starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=2), reason="x", paused_by="bob"
    )
    died = JobRun.objects.create(key=KEY, schedule=one, slot_at=now, state=State.DEAD, finished_at=now)
    assert pause_if_failing(died)
    assert Schedule.objects.get().pause.paused_by == "the engine"


def test_pauses_that_stood_in_the_schedule_are_moved_and_can_be_moved_back() -> None:
    paused, running = plan(), plan("nightly")
    moved = import_module("jobs.migrations.0015_one_model_of_pauses")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE jobs_schedule ADD paused_at timestamptz, ADD paused_until timestamptz, "
            "ADD pause_reason text NOT NULL DEFAULT '', ADD paused_by text NOT NULL DEFAULT ''"
        )
        cursor.execute(
            "UPDATE jobs_schedule SET paused_at = now(), pause_reason = 'count', paused_by = 'anna' WHERE id = %s",
            [paused.pk],
        )
        for statement in moved.MOVE:
            cursor.execute(statement)
        pause = Pause.objects.get()
        assert (pause.schedule, pause.reason, pause.paused_by, pause.ends_at) == (paused, "count", "anna", None)
        cursor.execute("UPDATE jobs_schedule SET paused_at = NULL, pause_reason = '', paused_by = ''")
        for statement in moved.BACK:
            cursor.execute(statement)
        cursor.execute("SELECT id, paused_at IS NOT NULL, pause_reason, paused_by FROM jobs_schedule ORDER BY id")
        assert cursor.fetchall() == [(paused.pk, True, "count", "anna"), (running.pk, False, "", "")]
    assert not Pause.objects.exists()


def pauses_of(model: type[Model]) -> bool:
    """It is called a pause, or a column says since when, until when, why or by whom something is paused."""
    columns = " ".join(field.name for field in model._meta.get_fields() if not field.is_relation)
    return "Pause" in model.__name__ or re.search(r"paused|pause_(?!after_failures)", columns) is not None


def test_no_other_model_holds_pauses() -> None:
    assert [model for model in apps.get_models() if pauses_of(model)] == [Pause]


@pytest.mark.parametrize("planted", [{"name": "SchedulePause"}, {"name": "Hold", "paused_until": DateTimeField()}])
def test_a_second_one_would_be_noticed(planted: dict[str, Any]) -> None:
    name, columns = planted["name"], {key: value for key, value in planted.items() if key != "name"}
    meta = type("Meta", (), {"app_label": "elsewhere", "apps": Apps()})
    assert pauses_of(type(name, (Model,), {"__module__": __name__, "Meta": meta, **columns}))
