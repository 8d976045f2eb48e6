"""Topics from which nothing comes any more: found for every shop at once, in one query that an index serves."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from integrations.models import WebhookSubscription
from oms.models import Shop
from tests.webhooks.support import connected_shop, stored, thing
from webhooks import silent_topics
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
    hourly(shop, "products/update", last=70, many=silent_topics.FEWEST - 1)
    found = silent_topics.everywhere()
    assert [(one.shop, one.topic) for one in found] == [(other, "products/delete"), (shop, "orders/create")]
    for one in found:
        alone = silent_topics.heard(one.shop, [one.topic])[one.topic]
        assert alone.silence is not None and alone.last_at == one.since
        assert (alone.silence.since, alone.silence.usual) == (one.since, one.usual)
    never = silent_topics.heard(other, ["orders/create", "shop/redact"])
    assert never["orders/create"].silence is None and never["orders/create"].last_at is not None
    assert never["shop/redact"] == silent_topics.Heard(None, None)
    assert silent_topics.heard(shop, []) == {}


def test_only_the_last_events_tell_what_is_usual(shop: Shop) -> None:
    """A long pause that is long gone excuses nothing."""
    hourly(shop, "orders/create", last=1000, many=5)
    hourly(shop, "orders/create", last=20, many=silent_topics.LOOKED_AT)
    [one] = silent_topics.everywhere()
    assert one.usual < timedelta(minutes=61)


def test_neither_what_is_not_wanted_nor_a_shop_that_rests(shop: Shop) -> None:
    hourly(shop, "orders/create", last=50)
    shop.webhook_subscriptions.filter(topic="orders/create").update(wanted=False)
    assert silent_topics.everywhere() == []
    shop.webhook_subscriptions.update(wanted=True)
    assert len(silent_topics.everywhere()) == 1
    Shop.objects.update(is_active=False)
    assert silent_topics.everywhere() == []


@pytest.mark.parametrize("wanted", [TOPICS[:1], TOPICS])
def test_one_query_for_one_topic_and_for_many(
    shop: Shop, wanted: tuple[str, ...], django_assert_num_queries: Any
) -> None:
    WebhookSubscription.objects.exclude(topic__in=wanted).delete()
    for topic in wanted:
        hourly(shop, topic, last=50)
    with django_assert_num_queries(1):
        found = silent_topics.everywhere()
    assert [one.topic for one in found] == list(wanted)
    assert {str(one.shop) for one in found} == {str(shop)}


def two_shops(shop: Shop) -> None:
    """With many events each, all of two topics."""
    other = connected_shop("blue-lake.myshopify.com")
    for one, topic in product((shop, other), TOPICS[:2]):
        stored(one, topic, thing(1))
    columns = [field.column for field in WebhookEvent._meta.concrete_fields]
    kept = [name for name in columns if name not in ("id", "webhook_id", "event_id")]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO webhooks_webhookevent (webhook_id, event_id, {', '.join(kept)})"
            f" SELECT webhook_id || n, event_id || n, {', '.join(kept)}"
            " FROM webhooks_webhookevent, generate_series(1, 5000) n"
        )
        cursor.execute("ANALYZE webhooks_webhookevent")


def plan_of(ask: Callable[[], object]) -> str:
    with CaptureQueriesContext(connection) as asked:
        ask()
    assert len(asked) == 1
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {asked[0]['sql']}")
        return "\n".join(line for (line,) in cursor.fetchall())


def test_no_look_at_the_last_events_walks_through_all(shop: Shop) -> None:
    """Whatever a random page of the server's disk is thought to cost; also of topics of which nothing ever came."""
    two_shops(shop)
    for disk in ("1.1", "4"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('random_page_cost', %s, true)", [disk])
        for plan in (plan_of(silent_topics.everywhere), plan_of(lambda: silent_topics.heard(shop, TOPICS))):
            assert "Index Cond: ((shop_id" in plan
            assert "webhookevent_pkey" not in plan and "Seq Scan on webhooks_webhookevent" not in plan
