"""A topic from which nothing has come for longer than it ever took lately: a quiet day, or a subscription that died."""

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


def of(shop: Shop, topic: str, now: datetime | None = None) -> Silence | None:
    """None for a topic with too short a history to know what is usual."""
    events = WebhookEvent.objects.filter(shop=shop, topic=topic)
    return _unusual(shop, topic, list(_times(events)), now or timezone.now())


def everywhere() -> list[Silence]:
    """Of the topics that are wanted, in shops that are active: one query for them all."""
    now, events = timezone.now(), WebhookEvent.objects.filter(shop=OuterRef("shop"), topic=OuterRef("topic"))
    wanted = WebhookSubscription.objects.filter(wanted=True, shop__is_active=True).select_related("shop")
    rows = wanted.annotate(times=ArraySubquery(_times(events))).order_by("shop", "topic")
    found = (_unusual(row.shop, row.topic, row.times, now) for row in rows)
    return [silence for silence in found if silence]


def _times(events: QuerySet[WebhookEvent]) -> QuerySet[WebhookEvent, datetime]:
    return events.order_by("-id").values_list("created_at", flat=True)[:LOOKED_AT]


def _unusual(shop: Shop, topic: str, times: Sequence[datetime], now: datetime) -> Silence | None:
    if len(times) < FEWEST:
        return None
    ordered = sorted(times)
    usual = max(after - before for before, after in pairwise(ordered))
    lasting = now - ordered[-1]
    return Silence(shop, topic, ordered[-1], usual) if lasting > max(SHORTEST, 2 * usual) else None
