"""What of the webhooks is told by mail or webhook, and for how long."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from integrations.models import WebhookSubscription
from jobs.alerts.rules import troubles
from jobs.alerts.watch import watch
from jobs.audit import COMMAND_LINE
from jobs.models import Alert, State
from oms.models import Shop
from tests.webhooks.support import probe, stored, thing, touch
from webhooks.delivery import Handler
from webhooks.models import ComplianceRequest, Duty, WebhookEvent
from webhooks.services import answer_request, ignore_event

pytestmark = pytest.mark.django_db(transaction=True)
TOPIC = "things/make"


@pytest.fixture(autouse=True)
def subscription(shop: Shop, use: object) -> WebhookSubscription:
    use(probe(TOPIC, Handler(touch)))  # type: ignore[operator]
    return shop.webhook_subscriptions.create(topic=TOPIC, wanted=True, present=True)


def told(rule: str = "webhooks") -> list[str]:
    """What is open after a look."""
    watch()
    return list(Alert.objects.filter(rule=rule, closed_at__isnull=True).values_list("text", flat=True))


def test_dead_events_until_somebody_has_decided(shop: Shop) -> None:
    events = [stored(shop, TOPIC, thing(number)) for number in (1, 2)]
    assert told() == []
    WebhookEvent.objects.update(state=State.DEAD, finished_at=Now(), error="No such thing")
    assert told() == [f"2 events of {TOPIC} failed for good. Event {events[1].pk}: No such thing"]
    for event in events:
        ignore_event(event.pk, COMMAND_LINE, "known")
    assert told() == []


def test_dead_events_of_many_topics_ask_no_more_than_those_of_one(shop: Shop) -> None:
    def asked(topics: list[str]) -> int:
        for topic in topics:
            stored(shop, topic, thing(1))
        WebhookEvent.objects.update(state=State.DEAD, finished_at=Now(), error="No such thing")
        with CaptureQueriesContext(connection) as queries:
            found = [text for _rule, subject, text in troubles() if subject.startswith("failed ")]
        assert len(found) == WebhookEvent.objects.values("topic").distinct().count()
        assert all(text.endswith(": No such thing") for text in found)
        return len(queries)

    one = asked([TOPIC])
    assert asked(["orders/create", "orders/paid", "products/delete", "products/update"]) == one


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


def test_a_customer_who_waits_for_an_answer_until_they_have_it(shop: Shop) -> None:
    event = stored(shop, "customers/data_request", thing(1))
    asked = ComplianceRequest.objects.create(
        shop=shop, event=event, duty=Duty.DATA_REQUEST, due_at=timezone.now() + timedelta(days=8)
    )
    assert told("privacy") == []
    for left in (timedelta(days=6), -timedelta(days=1)):
        ComplianceRequest.objects.update(due_at=timezone.now() + left)
        [text] = told("privacy")
        assert text.startswith(f"A customer of {shop} asked on ") and text.endswith("is still open.")
    assert Alert.objects.filter(rule="privacy").count() == 1
    answer_request(asked.pk, COMMAND_LINE, "By letter")
    assert told("privacy") == []
