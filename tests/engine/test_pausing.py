"""A pause of a job, a category or a shop holds its schedules; every slot it held gets its row and its reason."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from jobs.audit import Actor
from jobs.engine import due_slots, scheduling, wake
from jobs.models import AuditLog, JobRun, Pause, Schedule, State
from jobs.registry import UnknownJob
from jobs.services import NotPossible, pauses
from oms.models import ProductStore, Shop

pytestmark = pytest.mark.django_db
ANNA = Actor("anna")


@pytest.fixture(autouse=True)
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wake, "runs", lambda due: None)


def hourly(ago: timedelta, key: str = "miscellaneous.probe", shop: Shop | None = None, **columns: object) -> Schedule:
    interval, _ = IntervalSchedule.objects.get_or_create(every=1, period="hours")
    name = f"{key} {shop} {columns}"
    task = PeriodicTask.objects.create(name=name, task=scheduling.NOT_THROUGH_CELERY, interval=interval)
    anchor = timezone.now() - timedelta(days=2, minutes=30)
    schedule = Schedule.objects.create(key=key, shop=shop, periodic_task=task, anchor=anchor, **columns)
    due_slots.decide_due()
    Schedule.objects.filter(pk=schedule.pk).update(cursor=timezone.now() - ago)
    return schedule


def rows(schedule: Schedule) -> list[JobRun]:
    return list(JobRun.objects.filter(schedule=schedule).order_by("slot_at"))


@pytest.mark.parametrize("target", [{"key": "miscellaneous.probe"}, {"category": "miscellaneous"}])
def test_while_it_holds_nothing_starts_and_then_every_slot_has_its_row(
    target: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pauses.registry, "get", lambda key: None)
    schedule = hourly(timedelta(hours=3))
    pause = pauses.hold(ANNA, "stock count", **target)
    Pause.objects.update(starts_at=timezone.now() - timedelta(hours=2))
    due_slots.decide_due()
    assert not rows(schedule)
    pauses.release(pause.pk, ANNA)
    due_slots.decide_due()
    assert [row.state for row in rows(schedule)] == [State.MISSED, State.MISSED, State.PENDING]
    assert "Nobody was there" in rows(schedule)[0].error
    assert rows(schedule)[1].error.startswith("Paused by anna (stock count)")
    assert rows(schedule)[1].covered_by == rows(schedule)[2]
    assert list(AuditLog.objects.order_by("id").values_list("action", flat=True)) == ["pause.started", "pause.ended"]


def test_it_ends_by_itself() -> None:
    schedule = hourly(timedelta(hours=3), catch_up="none")
    pauses.hold(ANNA, "count", category="miscellaneous", until=timezone.now() + timedelta(hours=1))
    Pause.objects.update(starts_at=timezone.now() - timedelta(hours=4), ends_at=timezone.now())
    due_slots.decide_due()
    assert {row.error for row in rows(schedule)} == {"Paused by anna (count), and this schedule doesn't catch up"}


def test_other_jobs_and_other_shops_go_on() -> None:
    shop = Shop.objects.create(domain="one.myshopify.com", store=ProductStore.objects.create(name="One"))
    mine, none, other = (
        hourly(timedelta(minutes=40), shop=shop),
        hourly(timedelta(minutes=40)),
        hourly(timedelta(minutes=40), key="orders.probe"),
    )
    pauses.hold(ANNA, "moving", shop=shop)
    pauses.hold(ANNA, "quiet", category="orders", shop=shop)
    JobRun.objects.all().delete()
    Schedule.objects.update(cursor=timezone.now() - timedelta(minutes=40))
    due_slots.decide_due()
    assert [len(rows(schedule)) for schedule in (mine, none, other)] == [0, 1, 1]


def test_bad_requests_are_refused_with_what_is_wrong() -> None:
    with pytest.raises(NotPossible, match="why"):
        pauses.hold(ANNA, " ", category="orders")
    with pytest.raises(NotPossible, match="what to pause"):
        pauses.hold(ANNA, "x")
    with pytest.raises(NotPossible, match="future"):
        pauses.hold(ANNA, "x", category="orders", until=timezone.now())
    with pytest.raises(NotPossible, match="no category"):
        pauses.hold(ANNA, "x", category="ordres")
    with pytest.raises(NotPossible, match="not both"):
        pauses.hold(ANNA, "x", category="orders", key="a.b")
    with pytest.raises(UnknownJob):
        pauses.hold(ANNA, "x", key="orders.nothing")
    pause = pauses.hold(ANNA, "x", category="orders")
    pauses.release(pause.pk, ANNA)
    with pytest.raises(NotPossible, match="already"):
        pauses.release(pause.pk, ANNA)
    assert pauses.current() == [] and pause.target == "category orders"
