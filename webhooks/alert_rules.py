"""Finds troubles of webhooks, for alerts."""

from collections.abc import Iterator

from django.db.models import Count, Max
from django.utils import timezone

from integrations.models import WebhookSubscription
from jobs.alerts.rules import Finder, Trouble
from jobs.models import State
from jobs.models.alerts import Rule
from webhooks import silent_topics
from webhooks.models import SOON, WebhookEvent, waiting


def _dead() -> Iterator[Trouble]:
    groups = WebhookEvent.objects.filter(state=State.DEAD).order_by().values("topic", "shop__domain")
    found = list(groups.annotate(count=Count("pk"), newest=Max("pk")).order_by("topic", "shop__domain"))
    newest = WebhookEvent.objects.filter(pk__in=[group["newest"] for group in found])
    errors = dict(newest.values_list("pk", "error"))
    for group in found:
        # Empty if it was removed since.
        error = errors.get(group["newest"], "")
        events = "1 event" if group["count"] == 1 else f"{group['count']} events"
        text = f"{events} of {group['topic']} failed for good. Event {group['newest']}: {error[:300]}"
        yield Rule.WEBHOOKS, f"failed {group['topic']} of {group['shop__domain']}", text


def _subscriptions() -> Iterator[Trouble]:
    """Until a person has seen that one was removed; as long as one that is wanted is refused."""
    rows = WebhookSubscription.objects.filter(wanted=True, shop__is_active=True).select_related("shop")
    for row in rows.order_by("shop", "topic"):
        if row.removed_at is not None:
            now = "It is subscribed again" if row.present else "It is not back yet"
            text = f"{row.shop} had removed the webhook {row.topic} ({row.removed_at:%Y-%m-%d %H:%M} UTC). {now}."
            yield Rule.WEBHOOKS, f"removed {row.topic} of {row.shop.domain}", text
        if row.error and not row.present:
            text = f"{row.shop} refuses the webhook {row.topic}: {row.error[:300]}"
            yield Rule.WEBHOOKS, f"refused {row.topic} of {row.shop.domain}", text


def _silent() -> Iterator[Trouble]:
    for one in silent_topics.everywhere():
        text = f"Nothing has come of {one.topic} from {one.shop} since {one.since:%Y-%m-%d %H:%M} UTC."
        yield Rule.WEBHOOKS, f"silent {one.topic} of {one.shop.domain}", text


def _requests() -> Iterator[Trouble]:
    """A week before the law's time is over, until it was answered. Nobody is named: the message goes anywhere."""
    for row in waiting().filter(due_at__lte=timezone.now() + SOON):
        asked = f"A customer of {row.shop} asked on {row.received_at:%Y-%m-%d} what is held of them"
        text = f"{asked}. It must be answered by {row.due_at:%Y-%m-%d %H:%M} UTC, and is still open."
        yield Rule.PRIVACY, f"request {row.pk} of {row.shop.domain}", text


FINDERS: tuple[Finder, ...] = (_dead, _subscriptions, _silent, _requests)
