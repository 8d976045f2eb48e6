"""Taking events up: in batches, in lanes, each once, whatever happens to the others."""

import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models.functions import Now

from jobs.models import State
from oms.models import ProductTag, Shop
from tests.oms.factories import product
from tests.webhooks.support import probe, stored, thing, touch
from webhooks import lanes
from webhooks.delivery import Delivered, Handler, Ignored, Touched
from webhooks.kind import EVENTS
from webhooks.models import FailedTry, WebhookEvent
from webhooks.processing.handle import carry_out, drain
from webhooks.topics import Topic
from work.errors import Permanent, Temporary

pytestmark = pytest.mark.django_db(transaction=True)
Use = Callable[[Topic], None]


def state(event: WebhookEvent) -> str:
    return str(WebhookEvent.objects.values_list("state", flat=True).get(pk=event.pk))


def subscribed(shop: Shop, name: str) -> str:
    shop.webhook_subscriptions.get_or_create(topic=name, defaults={"wanted": True})
    return name


@pytest.fixture
def tag(shop: Shop) -> Handler:
    """A handler whose effect is a row."""
    owner = product(store=shop.store)

    def apply(delivered: Delivered, _found: Any) -> Sequence[Touched]:
        number = delivered.payload["id"]
        ProductTag.objects.create(product=owner, tag=f"tag {number}")
        if number < 0:
            raise {-1: Permanent("never"), -2: Temporary("later", 60), -3: Ignored("not this")}[number]
        return touch(delivered, None)

    return Handler(apply)


def test_events_are_done_with_their_effects(shop: Shop, use: Use, tag: Handler) -> None:
    use(probe(subscribed(shop, "things/make"), tag))
    events = [stored(shop, "things/make", thing(number)) for number in range(1, 251)]
    assert drain() == 250
    assert ProductTag.objects.count() == 250
    first = WebhookEvent.objects.get(pk=events[0].pk)
    assert first.state == State.DONE and first.finished_at is not None
    assert first.effects[0]["reference"] == "1"
    assert drain() == 0


def test_one_that_fails_takes_no_other_along(shop: Shop, use: Use, tag: Handler) -> None:
    use(probe(subscribed(shop, "things/make"), tag, shape=lambda payload: ""))
    good = [stored(shop, "things/make", thing(number)) for number in (1, 2)]
    bad = {number: stored(shop, "things/make", thing(number)) for number in (-1, -2, -3)}
    late = stored(shop, "things/make", thing(3))
    drain()
    assert [state(event) for event in (*good, late)] == [State.DONE] * 3
    assert [state(event) for event in bad.values()] == [State.DEAD, State.PENDING, State.IGNORED]
    assert sorted(ProductTag.objects.values_list("tag", flat=True)) == ["tag 1", "tag 2", "tag 3"]
    again = WebhookEvent.objects.get(pk=bad[-2].pk)
    assert again.attempts == 1 and again.due_at > again.created_at + timedelta(seconds=55)
    assert set(FailedTry.objects.values_list("error", flat=True)) == {"never", "later"}
    dead = WebhookEvent.objects.get(pk=bad[-1].pk)
    assert dead.error == "never" and dead.fingerprint and dead.traceback


def test_six_tries_and_it_is_dead(shop: Shop, use: Use) -> None:
    def apply(delivered: Delivered, _found: Any) -> Sequence[Touched]:
        raise ValueError("broken")

    use(probe(subscribed(shop, "things/make"), Handler(apply)))
    event = stored(shop, "things/make", thing(1))
    for number in range(1, 7):
        WebhookEvent.objects.filter(pk=event.pk).update(due_at=Now())
        assert drain() == 1
        assert state(event) == (State.DEAD if number == 6 else State.PENDING)
    assert FailedTry.objects.filter(event=event).count() == 6


def test_a_broken_transaction_is_blamed_on_the_right_one(shop: Shop, use: Use, tag: Handler) -> None:
    def apply(delivered: Delivered, found: Any) -> Sequence[Touched]:
        if delivered.payload["id"] == 2:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return tag.apply(delivered, found)

    use(probe(subscribed(shop, "things/make"), Handler(apply)))
    events = [stored(shop, "things/make", thing(number)) for number in (1, 2, 3)]
    drain()
    assert [state(event) for event in events] == [State.DONE, State.PENDING, State.DONE]
    assert sorted(ProductTag.objects.values_list("tag", flat=True)) == ["tag 1", "tag 3"]


def test_shopify_is_asked_outside_of_a_transaction(shop: Shop, use: Use, tag: Handler) -> None:
    asked = []

    def read(delivered: Delivered) -> bool:
        if delivered.payload["id"] == 2:
            raise Temporary("busy", 30)
        asked.append(delivered.payload["id"])
        return connection.in_atomic_block

    def apply(delivered: Delivered, found: Any) -> Sequence[Touched]:
        assert found is False and connection.in_atomic_block
        return tag.apply(delivered, found)

    use(probe(subscribed(shop, "things/make"), Handler(apply, read)))
    events = [stored(shop, "things/make", thing(number)) for number in (1, 2, 3)]
    drain()
    assert asked == [1, 3]
    assert [state(event) for event in events] == [State.DONE, State.PENDING, State.DONE]


def test_who_lost_the_lease_writes_nothing(shop: Shop, use: Use, tag: Handler) -> None:
    use(probe(subscribed(shop, "things/make"), tag))
    stored(shop, "things/make", thing(1))
    frozen = EVENTS.clean()
    WebhookEvent.objects.update(lease_until=Now() - timedelta(seconds=1))
    second = EVENTS.suspects()
    assert second[0].token == frozen[0].token + 1 and second[0].deaths == 1
    carry_out(frozen)
    assert not ProductTag.objects.exists()
    carry_out(second)
    assert ProductTag.objects.count() == 1
    assert state(second[0]) == State.DONE


def leave() -> None:
    """Whoever holds events at this moment is dead."""
    WebhookEvent.objects.filter(state=State.RUNNING).update(lease_until=Now() - timedelta(seconds=1))


def test_whom_death_met_twice_is_taken_alone_and_buried_at_the_third(shop: Shop, use: Use, tag: Handler) -> None:
    from work import claim

    use(probe(subscribed(shop, "things/make"), tag))
    for number in range(25):
        stored(shop, "things/make", thing(number + 1))
    assert len(EVENTS.clean()) == 25
    leave()
    assert EVENTS.clean() == [] and EVENTS.accused() == []
    assert [event.deaths for event in EVENTS.suspects()] == [1] * EVENTS.few
    leave()
    assert EVENTS.clean() == []
    (alone,) = EVENTS.accused()
    assert alone.deaths == 2
    WebhookEvent.objects.exclude(pk=alone.pk).update(state=State.DONE, finished_at=Now())
    leave()
    assert EVENTS.suspects() == EVENTS.accused() == []
    assert claim.bury(WebhookEvent) == 1
    assert WebhookEvent.objects.get(state=State.DEAD).deaths == 3


def test_one_that_kills_its_worker_drags_no_other_along(shop: Shop, use: Use, tag: Handler) -> None:
    from work import claim

    class Killed(BaseException):
        """As if the process were gone: nothing after it happens."""

    def apply(delivered: Delivered, found: Any) -> Sequence[Touched]:
        if delivered.payload["id"] == 30:
            raise Killed
        return tag.apply(delivered, found)

    use(probe(subscribed(shop, "things/make"), Handler(apply)))
    for number in range(1, 61):
        stored(shop, "things/make", thing(number))
    killed = 0
    for _ in range(10):
        try:
            drain()
        except Killed:
            killed += 1
            leave()
            claim.bury(WebhookEvent)
    assert killed == 3
    dead = WebhookEvent.objects.get(state=State.DEAD)
    assert dead.deaths == 3 and bytes(dead.body) == thing(30)
    assert WebhookEvent.objects.filter(state=State.DONE).count() == 59
    assert ProductTag.objects.count() == 59


def test_a_lane_is_held_by_one_worker(shop: Shop, use: Use, tag: Handler) -> None:
    use(probe(subscribed(shop, "things/make"), tag, lane=lanes.by("thing", "id")))
    first = stored(shop, "things/make", thing(1))
    assert [event.pk for event in EVENTS.clean()] == [first.pk]
    assert first.lane == "thing:1"
    stored(shop, "things/make", b'{"id":1, "version":2}')
    other = stored(shop, "things/make", thing(2))
    assert [event.pk for event in EVENTS.clean()] == [other.pk]
    WebhookEvent.objects.filter(pk=first.pk).update(state=State.DONE, finished_at=Now())
    assert len(EVENTS.clean()) == 1


def test_many_workers_take_each_event_once(shop: Shop, use: Use, tag: Handler) -> None:
    use(probe(subscribed(shop, "things/make"), tag, lane=lambda body: f"lane:{body[-2] % 7}"))
    for number in range(1, 601):
        stored(shop, "things/make", thing(number))

    def work() -> None:
        try:
            drain()
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    while drain():
        pass
    assert ProductTag.objects.count() == 600
    assert WebhookEvent.objects.filter(state=State.DONE, token=1).count() == 600


def test_what_is_not_subscribed_has_no_effect(shop: Shop, use: Use, tag: Handler) -> None:
    use(probe("things/make", tag))
    event = stored(shop, "things/make", thing(1))
    drain()
    assert state(event) == State.IGNORED
    assert not ProductTag.objects.exists()


def test_the_same_body_under_new_ids_has_no_effect(shop: Shop, use: Use, tag: Handler) -> None:
    use(probe(subscribed(shop, "things/make"), tag))
    first = stored(shop, "things/make", thing(1))
    replays = [stored(shop, "things/make", thing(1)) for _ in range(50)]
    drain()
    assert state(first) == State.DONE
    assert {state(event) for event in replays} == {State.IGNORED}
    assert ProductTag.objects.count() == 1
    WebhookEvent.objects.update(created_at=Now() - timedelta(hours=49))
    ProductTag.objects.all().delete()
    later = stored(shop, "things/make", thing(1))
    drain()
    assert state(later) == State.DONE, "handlers are idempotent; the window only spares them work"
