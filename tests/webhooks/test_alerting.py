"""What of the webhooks is told by mail or webhook, and for how long."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from integrations.models import WebhookSubscription
from jobs.alerts.watching import watch
from jobs.audit import COMMAND_LINE
from jobs.models import Alert, State
from oms.models import Shop
from tests.webhooks.support import probe, stored, thing, touch
from webhooks.delivered import Handler
from webhooks.models import WebhookEvent
from webhooks.services import ignore_event

pytestmark = pytest.mark.django_db(transaction=True)
TOPIC = "things/make"


@pytest.fixture(autouse=True)
def subscription(shop: Shop, use: object) -> WebhookSubscription:
    use(probe(TOPIC, Handler(touch)))  # type: ignore[operator]
    return shop.webhook_subscriptions.create(topic=TOPIC, wanted=True, present=True)


def told() -> list[str]:
    """What is open after a look."""
    watch()
    return list(Alert.objects.filter(rule="webhooks", closed_at__isnull=True).values_list("text", flat=True))


def test_dead_events_until_somebody_has_decided(shop: Shop) -> None:
    events = [stored(shop, TOPIC, thing(number)) for number in (1, 2)]
    assert told() == []
    WebhookEvent.objects.update(state=State.DEAD, finished_at=Now(), error="No such thing")
    assert told() == [f"2 events of {TOPIC} failed for good. Event {events[1].pk}: No such thing"]
    for event in events:
        ignore_event(event.pk, COMMAND_LINE, "known")
    assert told() == []


def test_a_subscription_that_is_refused_until_it_is_there(shop: Shop, subscription: WebhookSubscription) -> None:
    rows = WebhookSubscription.objects.filter(pk=subscription.pk)
    rows.update(present=False, error="Address can't be blank")
    assert told() == [f"{shop} refuses the webhook {TOPIC}: Address can't be blank"]
    rows.update(present=True, error="")
    assert told() == []


def test_a_topic_that_stays_away_until_it_speaks(shop: Shop) -> None:
    for number in range(1, 31):
        event = stored(shop, TOPIC, thing(number))
        WebhookEvent.objects.filter(pk=event.pk).update(created_at=Now() - timedelta(hours=100 - number))
    [text] = told()
    assert text.startswith(f"Nothing has come of {TOPIC} from {shop} since ")
    stored(shop, TOPIC, thing(99))
    assert told() == []
