"""Shapes of events and of the subscriptions that bring them."""

from datetime import datetime
from typing import Any

from ninja import Schema

from console.webhooks.topics import TopicRow
from webhooks.models import WebhookEvent


class EventOut(Schema):
    """One delivery. `lane`: what it is about; `effects`: what handling it changed; `error`: why it ended as it did."""

    id: int
    shop: str
    topic: str
    state: str
    lane: str
    webhook_id: str
    event_id: str
    triggered_at: datetime | None
    created_at: datetime
    due_at: datetime
    finished_at: datetime | None
    attempts: int
    replays: int
    size: int
    error: str
    fingerprint: str
    effects: list[dict[str, Any]]


class EventPage(Schema):
    """`next` goes into `after` of the next call; null = that was all."""

    events: list[EventOut]
    next: int | None


class PayloadOut(Schema):
    """`text` is the body as it came; "" when it is not kept any more."""

    headers: dict[str, Any]
    text: str


class SubscriptionOut(Schema):
    """`wanted`: switched on here. `present`: the shop has it, as it said when it was last asked."""

    shop: str
    topic: str
    label: str
    category: str
    made_up_for_by: str | None
    wanted: bool
    present: bool
    address: str
    checked_at: datetime | None
    removed_at: datetime | None
    removals: int
    error: str
    last_event_at: datetime | None
    dead_events: int


_SAME = (
    "topic", "state", "lane", "webhook_id", "event_id", "triggered_at", "created_at", "due_at", "finished_at",
    "attempts", "replays", "size", "error", "fingerprint", "effects",
)  # fmt: skip
_OF_ROW = ("wanted", "present", "address", "checked_at", "removed_at", "removals", "error")


def event_out(event: WebhookEvent) -> EventOut:
    return EventOut(id=event.pk, shop=event.shop.domain, **{name: getattr(event, name) for name in _SAME})


def subscription_out(one: TopicRow) -> SubscriptionOut:
    """A topic that was never looked at is neither wanted nor present."""
    never: dict[str, Any] = {"wanted": False, "present": False, "address": "", "removals": 0, "error": ""}
    row: dict[str, Any] = {name: getattr(one.row, name, never.get(name)) for name in _OF_ROW}
    return SubscriptionOut(
        shop=one.shop.domain,
        topic=one.topic.name,
        label=one.topic.label,
        category=one.topic.page,
        made_up_for_by=one.topic.backed_by or None,
        last_event_at=one.last_at,
        dead_events=one.dead,
        **row,
    )
