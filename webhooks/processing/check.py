"""Checks an event before a handler sees it.

Is it one of ours, does it look like what it claims to be, did it come before?
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from integrations.models import WebhookSubscription
from jobs.models import State
from oms.models import Shop
from webhooks import topics
from webhooks.delivery import Delivered
from webhooks.models import WebhookEvent
from webhooks.parse_body import Malformed, parse
from webhooks.topics import Topic

SAME_BODY_HOURS = 48


@dataclass(frozen=True)
class Ready:
    event: WebhookEvent
    topic: Topic
    delivered: Delivered


@dataclass(frozen=True)
class Verdict:
    """The end of an event that no handler sees."""

    event: WebhookEvent
    state: State
    reason: str


def prepare(events: Sequence[WebhookEvent]) -> list[Ready | Verdict]:
    """In the order given; three queries for any number."""
    shops = Shop.objects.in_bulk({event.shop_id for event in events})
    ours = set(WebhookSubscription.objects.filter(shop__in=shops.values()).values_list("shop_id", "topic"))
    before = _same_body(events)
    return [_prepare(event, shops[event.shop_id], ours, before.get(event.pk)) for event in events]


def _prepare(event: WebhookEvent, shop: Shop, ours: set[tuple[int, str]], before: int | None) -> Ready | Verdict:
    topic = topics.BY_NAME.get(event.topic)
    if topic is None:
        return Verdict(event, State.IGNORED, "Nothing here deals with this topic")
    if topic.by_api and (event.shop_id, event.topic) not in ours:
        return Verdict(event, State.IGNORED, "This topic of this shop was never subscribed here")
    if before is not None and not event.replays:
        return Verdict(event, State.IGNORED, f"Event {before} had the same body under the same topic")
    try:
        payload = parse(bytes(event.body))
    except Malformed as error:
        return Verdict(event, State.DEAD, str(error))
    if wrong := topic.shape(payload):
        return Verdict(event, State.DEAD, f"This is no payload of {event.topic}: {wrong}")
    delivered = Delivered(event.pk, shop, event.topic, payload, event.triggered_at, event.created_at)
    return Ready(event, topic, delivered)


_EARLIER = """
SELECT event.id, min(earlier.id)
FROM webhooks_webhookevent event
JOIN webhooks_webhookevent earlier
  ON earlier.digest = event.digest AND earlier.shop_id = event.shop_id AND earlier.topic = event.topic
 AND earlier.id < event.id
 AND (earlier.created_at > event.created_at - make_interval(hours => %s) OR event.topic = ANY(%s))
 AND earlier.state NOT IN ('ignored', 'dead')
WHERE event.id = ANY(%s)
GROUP BY event.id
"""


def _same_body(events: Sequence[WebhookEvent]) -> dict[int, int]:
    """Finds events whose body came before under another id.

    Ids are not signed: a body that was captured can be sent again under others. What privacy law asks is done once: the
    same again, however late, would erase what the customer ordered since. Events of it are kept for good.
    """
    once = [topic.name for topic in topics.TOPICS if topic.once]
    with connection.cursor() as cursor:
        cursor.execute(_EARLIER, [SAME_BODY_HOURS, once, [event.pk for event in events]])
        return dict(cursor.fetchall())
