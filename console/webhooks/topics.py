"""A shop's topics as the pages show them.

Each with its switch, last event, 24 hours as bars, failures, and the job behind it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncHour
from django.utils import timezone

from console.webhooks.hour_bars import HourBars, hour_bars
from integrations.models import WebhookSubscription
from jobs import registry
from jobs.definition import JobDefinition
from jobs.models import State
from oms.models import Shop
from webhooks import silent_topics
from webhooks.models import WebhookEvent
from webhooks.silent_topics import Silence
from webhooks.topics import Topic

DAY = timedelta(hours=24)


@dataclass(frozen=True)
class TopicRow:
    """`row` None: never looked at. `dead`: events of this topic that wait for a decision."""

    shop: Shop
    topic: Topic
    row: WebhookSubscription | None
    last_at: datetime | None
    bars: HourBars
    dead: int
    job: JobDefinition | None
    silence: Silence | None

    @property
    def on(self) -> bool:
        return bool(self.row and self.row.wanted)

    @property
    def present(self) -> bool:
        return bool(self.row and self.row.present)

    @property
    def word(self) -> str:
        """Wanted against what the shop has, in a word."""
        if not self.topic.by_api:
            return "Always sent"
        if self.on:
            return "Subscribed" if self.present else "Wanted, not there"
        return "Still there" if self.present else "Off"

    @property
    def tone(self) -> str:
        """A state's colour: see console.presentation.states."""
        if self.on and not self.present:
            return "dead"
        return "done" if self.present or not self.topic.by_api else "ignored"


def topic_rows(shop: Shop, topics: Sequence[Topic], now: datetime | None = None) -> list[TopicRow]:
    """Makes the rows in four queries, however many the topics."""
    now = now or timezone.now()
    names = [topic.name for topic in topics]
    rows = {row.topic: row for row in WebhookSubscription.objects.filter(shop=shop, topic__in=names)}
    hours = _hours(shop, names, now)
    dead = _dead(shop, names)
    heard = silent_topics.heard(shop, names, now)
    return [
        TopicRow(
            shop=shop,
            topic=topic,
            row=rows.get(topic.name),
            last_at=heard[topic.name].last_at,
            bars=hour_bars(hours.get(topic.name, {}), now),
            dead=dead.get(topic.name, 0),
            job=registry.find(topic.backed_by) if topic.backed_by else None,
            silence=heard[topic.name].silence if topic.name in rows and rows[topic.name].wanted else None,
        )
        for topic in topics
    ]


def _hours(shop: Shop, names: Sequence[str], now: datetime) -> dict[str, dict[datetime, tuple[int, int]]]:
    """Counts events and failures by topic and hour."""
    lately = WebhookEvent.objects.filter(shop=shop, topic__in=names, created_at__gt=now - DAY)
    counted = (
        lately.order_by()
        .annotate(hour=TruncHour("created_at"))
        .values("topic", "hour")
        .annotate(many=Count("id"), failed=Count("id", filter=Q(state=State.DEAD)))
    )
    found: dict[str, dict[datetime, tuple[int, int]]] = {}
    for row in counted:
        found.setdefault(row["topic"], {})[row["hour"]] = (row["many"], row["failed"])
    return found


def _dead(shop: Shop, names: Sequence[str]) -> dict[str, int]:
    dead = WebhookEvent.objects.filter(state=State.DEAD, shop=shop, topic__in=names)
    return dict(dead.order_by().values_list("topic").annotate(many=Count("id")))
