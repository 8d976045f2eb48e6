"""Finds topics that have been silent for unusually long.

That is a quiet day, or a subscription that died.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.utils import timezone

from integrations.models import WebhookSubscription
from oms.models import Shop
from webhooks.models import WebhookEvent

LOOKED_AT = 100
FEWEST = 20
SHORTEST = timedelta(hours=6)


@dataclass(frozen=True)
class Silence:
    """`usual`: the longest time between two of the last hundred events."""

    shop: Shop
    topic: str
    since: datetime
    usual: timedelta


@dataclass(frozen=True)
class Heard:
    """Of one topic: when its last event came (None: never), and whether it has been silent for too long since."""

    last_at: datetime | None
    silence: Silence | None


def heard(shop: Shop, topics: Sequence[str], now: datetime | None = None) -> dict[str, Heard]:
    """Each of the shop's topics, wanted or not: one query for them all."""
    if not topics:
        return {}
    now = now or timezone.now()
    lists = {f"topic_{place}": ArraySubquery(_times(shop, topic)) for place, topic in enumerate(topics)}
    found: Sequence[list[datetime]] = Shop.objects.filter(pk=shop.pk).annotate(**lists).values_list(*lists).get()
    return {
        topic: Heard(times[0] if times else None, _unusual(shop, topic, times, now))
        for topic, times in zip(topics, found, strict=True)
    }


def listened() -> QuerySet[WebhookSubscription]:
    """Topics that are wanted, in shops that are active."""
    return WebhookSubscription.objects.filter(wanted=True, shop__is_active=True)


def everywhere() -> list[Silence]:
    """Finds the silent ones of all topics that are wanted, in one query."""
    now, times = timezone.now(), _times(OuterRef("shop"), OuterRef("topic"))
    rows = listened().select_related("shop").annotate(times=ArraySubquery(times)).order_by("shop", "topic")
    found = (_unusual(row.shop, row.topic, row.times, now) for row in rows)
    return [silence for silence in found if silence]


def _times(shop: Shop | OuterRef, topic: str | OuterRef) -> QuerySet[WebhookEvent, datetime]:
    """Of the last events, newest first. A range of one topic in the topics' order: only the index by topic has that.

    Asked for newest first alone, PostgreSQL may take the table's own order, and for a topic that never came look
    through every event there is.
    """
    events = WebhookEvent.objects.filter(shop=shop, topic__gte=topic, topic__lte=topic)
    return events.order_by("topic", "-id").values_list("created_at", flat=True)[:LOOKED_AT]


def _unusual(shop: Shop, topic: str, times: Sequence[datetime], now: datetime) -> Silence | None:
    if len(times) < FEWEST:
        return None
    ordered = sorted(times)
    usual = max(after - before for before, after in pairwise(ordered))
    lasting = now - ordered[-1]
    return Silence(shop, topic, ordered[-1], usual) if lasting > max(SHORTEST, 2 * usual) else None
