"""A topic from which nothing has come for longer than it ever took lately: a quiet day, or a subscription that died."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

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
    events = WebhookEvent.objects.filter(shop=shop, topic=topic).order_by("-id")
    times = sorted(events.values_list("created_at", flat=True)[:LOOKED_AT])
    if len(times) < FEWEST:
        return None
    usual = max(after - before for before, after in pairwise(times))
    lasting = (now or timezone.now()) - times[-1]
    return Silence(shop, topic, times[-1], usual) if lasting > max(SHORTEST, 2 * usual) else None


def everywhere() -> list[Silence]:
    """Of the topics that are wanted, in shops that are active."""
    wanted = WebhookSubscription.objects.filter(wanted=True, shop__is_active=True).select_related("shop")
    found = (of(row.shop, row.topic) for row in wanted.order_by("shop", "topic"))
    return [silence for silence in found if silence]
