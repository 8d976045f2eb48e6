"""What operators may do with an event, and what is left of it."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from jobs import retention
from jobs.audit import Actor
from jobs.models import AuditLog, State
from oms.models import Shop
from tests.webhooks.support import probe, stored, thing, touch
from webhooks import silent_topics
from webhooks.delivery import Handler
from webhooks.models import ComplianceRequest, Duty, WebhookEvent
from webhooks.processing.handle import drain
from webhooks.services import NotPossible, ignore_event, ignore_events, replay_event, replay_events

pytestmark = pytest.mark.django_db(transaction=True)
ANN = Actor("ann")


def ended(shop: Shop, number: int, state: State, **columns: object) -> WebhookEvent:
    event = stored(shop, "things/make", thing(number))
    WebhookEvent.objects.filter(pk=event.pk).update(state=state, finished_at=Now(), **columns)
    return event


@pytest.fixture(autouse=True)
def topic(shop: Shop, use: object) -> None:
    shop.webhook_subscriptions.create(topic="things/make", wanted=True)
    use(probe("things/make", Handler(touch)))  # type: ignore[operator]


def test_a_dead_event_is_replayed_and_audited(shop: Shop) -> None:
    event = ended(shop, 1, State.DEAD, error="broken", fingerprint="f", attempts=6, deaths=2)
    row = replay_event(event.pk, ANN)
    assert (row.state, row.attempts, row.deaths, row.error, row.replays) == (State.PENDING, 0, 0, "", 1)
    assert AuditLog.objects.get(action="webhook.replayed").before == {"state": "dead"}
    assert drain() == 1
    row.refresh_from_db()
    assert row.state == State.DONE and row.effects
    with pytest.raises(NotPossible, match="pending"):
        replay_event(ended(shop, 2, State.DONE).pk, ANN)
        replay_event(event.pk, ANN)
        replay_event(event.pk, ANN)


def test_a_replay_is_handled_though_its_body_came_before(shop: Shop) -> None:
    stored(shop, "things/make", thing(1))
    second = stored(shop, "things/make", thing(1))
    drain()
    assert WebhookEvent.objects.get(pk=second.pk).state == State.IGNORED
    replay_event(second.pk, ANN)
    drain()
    assert WebhookEvent.objects.get(pk=second.pk).state == State.DONE


def test_what_has_no_payload_can_not_be_replayed(shop: Shop) -> None:
    event = ended(shop, 1, State.DEAD, body=b"")
    with pytest.raises(NotPossible, match="payload"):
        replay_event(event.pk, ANN)


def test_ignoring_needs_a_reason_and_keeps_it(shop: Shop) -> None:
    event = ended(shop, 1, State.DEAD, error="broken")
    with pytest.raises(NotPossible, match="why"):
        ignore_event(event.pk, ANN, "  ")
    row = ignore_event(event.pk, ANN, "test order")
    assert row.state == State.IGNORED and row.error == "Ignored by ann: test order"
    assert AuditLog.objects.get(action="webhook.ignored").reason == "test order"
    with pytest.raises(NotPossible, match="ignored"):
        ignore_event(event.pk, ANN, "again")


def test_groups_that_died_of_the_same(shop: Shop) -> None:
    for number in range(3):
        ended(shop, number + 1, State.DEAD, fingerprint="same")
    ended(shop, 9, State.DEAD, fingerprint="other")
    assert replay_events("same", ANN) == 3
    assert ignore_events("other", ANN, "known") == 1
    assert AuditLog.objects.count() == 2
    for group in ("same", "other"):
        with pytest.raises(NotPossible):
            replay_events(group, ANN)
        with pytest.raises(NotPossible):
            ignore_events(group, ANN, "x")


def test_payloads_go_after_a_month_and_events_later(shop: Shop) -> None:
    done, dead = ended(shop, 1, State.DONE), ended(shop, 2, State.DEAD)
    proof = ended(shop, 3, State.DONE)
    ComplianceRequest.objects.create(shop=shop, event=proof, duty=Duty.SHOP_REDACT, due_at=Now())
    WebhookEvent.objects.update(finished_at=Now() - timedelta(days=40))
    kinds = {kind.name: kind for kind in retention.every()}
    before = WebhookEvent.objects.latest("id").created_at
    assert retention.purge(kinds["webhook_payloads"], before) == 1
    assert retention.purge(kinds["webhook_payloads"], before) == 0
    assert bytes(WebhookEvent.objects.get(pk=done.pk).body) == b""
    assert bytes(WebhookEvent.objects.get(pk=dead.pk).body) == thing(2)
    assert retention.purge(kinds["webhook_events"], before) == 1
    assert set(WebhookEvent.objects.values_list("pk", flat=True)) == {dead.pk, proof.pk}


def test_silence_is_what_never_lasted_so_long(shop: Shop) -> None:
    events = [stored(shop, "things/make", thing(number)) for number in range(1, 31)]
    for place, event in enumerate(events):
        WebhookEvent.objects.filter(pk=event.pk).update(created_at=Now() - timedelta(hours=100 - place))
    heard = silent_topics.heard(shop, ["things/make", "products/delete"])
    assert (found := heard["things/make"].silence) is not None
    assert timedelta(minutes=59) < found.usual < timedelta(minutes=61)
    assert [one.topic for one in silent_topics.everywhere()] == ["things/make"]
    stored(shop, "things/make", thing(99))
    assert silent_topics.heard(shop, ["things/make"])["things/make"].silence is None
    assert heard["products/delete"].silence is None, "too little is known of it"
