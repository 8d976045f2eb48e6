"""The sweeper makes lost messages harmless, without filling the queue."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from jobs.engine import tick, wake
from jobs.models import Heartbeat, JobRun
from tests.engine.support import new_run
from work import broker, claim

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    pks: list[int] = []

    def publish(task: str, args: tuple[str, int], queue: str, countdown: float = 0) -> bool:
        pks.append(args[1])
        return True

    monkeypatch.setattr(broker, "publish", publish)
    return pks


def test_what_is_due_is_sent_once_in_half_a_minute(sent: list[int]) -> None:
    run = new_run()
    assert tick.tick("test") == 1
    assert tick.tick("test") == 0
    JobRun.objects.filter(pk=run.pk).update(enqueued_at=Now() - timedelta(seconds=31))
    tick.tick("test")
    assert sent == [run.pk, run.pk]


def test_what_is_due_later_or_running_well_is_left_alone(sent: list[int]) -> None:
    new_run(due_at=Now() + timedelta(minutes=5))
    claim.claim(JobRun, new_run(origin="schedule").pk)
    tick.tick("test")
    assert sent == []


def test_a_lease_that_ran_out_is_sent_again(sent: list[int]) -> None:
    run = new_run()
    claim.claim(JobRun, run.pk)
    JobRun.objects.filter(pk=run.pk).update(lease_until=Now() - timedelta(seconds=1))
    tick.tick("test")
    assert sent == [run.pk]


def test_a_broker_that_is_down_leaves_the_row_to_be_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    run = new_run()
    monkeypatch.setattr(broker, "publish", lambda *args, **kwargs: False)
    assert tick.tick("test") == 0
    run.refresh_from_db()
    assert run.enqueued_at is None
    assert Heartbeat.objects.filter(part="test").exists()


@pytest.fixture
def closed_breaker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker, "_silent_until", 0.0)


def test_publishing_to_nobody_neither_raises_nor_waits(
    monkeypatch: pytest.MonkeyPatch, settings: object, closed_breaker: None
) -> None:
    from kombu import Connection

    tries = []

    def nowhere() -> Connection:
        tries.append(1)
        return Connection("redis://127.0.0.1:1/0", transport_options=broker._TRANSPORT)

    monkeypatch.setattr(broker, "_connection", nowhere)
    assert wake.run(1, "jobs") is False
    assert wake.run(1, "jobs") is False
    assert len(tries) == 1, "the breaker keeps the second call from trying"
