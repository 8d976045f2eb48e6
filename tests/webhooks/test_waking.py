"""One message for any number of events; lost ones are made up for by the sweeper."""

from typing import Any

import pytest
from django.db.models.functions import Now

from jobs.engine import tick
from jobs.models import State
from jobs.tasks import run
from oms.models import Shop
from tests.webhooks.support import finished, stored
from webhooks import wake
from webhooks.intake.waker import Waker
from webhooks.models import WebhookEvent
from work import broker

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []

    def publish(task: str, args: tuple[Any, ...], queue: str, countdown: float = 0) -> bool:
        found.append((task, args, queue))
        return True

    monkeypatch.setattr(broker, "publish", publish)
    return found


def test_the_sweeper_sends_one_message_for_all_that_is_due(shop: Shop, sent: list[tuple[Any, ...]]) -> None:
    for number in range(7):
        stored(shop, "bulk_operations/finish", finished(number))
    assert tick.tick("test") == 1
    assert sent == [(wake.TASK, (), wake.QUEUE)]
    assert tick.tick("test") == 0, "it was sent less than half a minute ago"


def test_a_broker_that_is_down_leaves_them_to_the_next_sweep(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(shop, "bulk_operations/finish", finished())
    monkeypatch.setattr(broker, "publish", lambda *args, **kwargs: False)
    assert tick.tick("test") == 0
    assert WebhookEvent.objects.get().enqueued_at is None


def test_what_has_ended_or_comes_later_wakes_nobody(shop: Shop, sent: list[tuple[Any, ...]]) -> None:
    event = stored(shop, "bulk_operations/finish", finished())
    WebhookEvent.objects.filter(pk=event.pk).update(state=State.DONE, finished_at=Now())
    tick.tick("test")
    assert sent == []


def test_a_message_of_a_run_does_not_touch_an_event(shop: Shop) -> None:
    event = stored(shop, "bulk_operations/finish", finished())
    run("webhook", event.pk)
    event.refresh_from_db()
    assert event.state == State.PENDING and event.token == 0


def test_many_askings_make_few_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    monkeypatch.setattr(wake, "drain", lambda: calls.append(1))
    waker = Waker()
    for _ in range(500):
        waker.ask()
    waker.start()
    while not calls:
        waker.ask()
    waker.stop()
    assert 1 <= len(calls) < 50
