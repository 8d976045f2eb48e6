"""Topics from which nothing comes any more: found for every shop at once, in one query that an index serves."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from integrations.models import WebhookSubscription
from oms.models import Shop
from tests.webhooks.support import connected_shop, stored, thing
from webhooks import silence
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db
TOPICS = ("orders/create", "orders/paid", "products/delete", "products/update")


def hourly(shop: Shop, topic: str, last: int, many: int = 30) -> None:
    """One event an hour, the newest of them `last` hours ago."""
    for number in range(many):
        event = stored(shop, topic, thing(number + 1))
        at = Now() - timedelta(hours=last + many - 1 - number)
        WebhookEvent.objects.filter(pk=event.pk).update(created_at=at)


def test_each_topic_of_each_shop_has_its_own_history(shop: Shop) -> None:
    other = connected_shop("blue-lake.myshopify.com")
    hourly(shop, "orders/create", last=50)
    hourly(shop, "orders/paid", last=1)
    hourly(other, "orders/create", last=1)
    hourly(other, "products/delete", last=70)
    hourly(shop, "products/update", last=70, many=silence.FEWEST - 1)
    found = silence.everywhere()
    assert [(one.shop, one.topic) for one in found] == [(other, "products/delete"), (shop, "orders/create")]
    for one in found:
        alone = silence.of(one.shop, one.topic)
        assert alone is not None and (alone.since, alone.usual) == (one.since, one.usual)


def test_only_the_last_events_tell_what_is_usual(shop: Shop) -> None:
    """A long pause that is long gone excuses nothing."""
    hourly(shop, "orders/create", last=1000, many=5)
    hourly(shop, "orders/create", last=20, many=silence.LOOKED_AT)
    [one] = silence.everywhere()
    assert one.usual < timedelta(minutes=61)


def test_neither_what_is_not_wanted_nor_a_shop_that_rests(shop: Shop) -> None:
    hourly(shop, "orders/create", last=50)
    shop.webhook_subscriptions.filter(topic="orders/create").update(wanted=False)
    assert silence.everywhere() == []
    shop.webhook_subscriptions.update(wanted=True)
    assert len(silence.everywhere()) == 1
    Shop.objects.update(is_active=False)
    assert silence.everywhere() == []


@pytest.mark.parametrize("wanted", [TOPICS[:1], TOPICS])
def test_one_query_for_one_topic_and_for_many(
    shop: Shop, wanted: tuple[str, ...], django_assert_num_queries: Any
) -> None:
    WebhookSubscription.objects.exclude(topic__in=wanted).delete()
    for topic in wanted:
        hourly(shop, topic, last=50)
    with django_assert_num_queries(1):
        found = silence.everywhere()
    assert [one.topic for one in found] == list(wanted)
    assert {str(one.shop) for one in found} == {str(shop)}


def test_an_index_finds_the_last_events(shop: Shop) -> None:
    for topic in TOPICS:
        hourly(shop, topic, last=50)
    with CaptureQueriesContext(connection) as asked:
        silence.everywhere()
    with connection.cursor() as cursor:
        # So few rows would be read whole.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("ANALYZE webhooks_webhookevent")
        cursor.execute(f"EXPLAIN {asked[0]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "webhookevent_by_topic" in plan
