"""Lists troubles of events and subscriptions under "Needs you"."""

from dataclasses import dataclass

from django.db.models import Count, Max, Q
from django.http import HttpRequest

from console.frame.needs import Need
from integrations.models import WebhookSubscription
from jobs.models import State
from oms.models import Shop
from webhooks import silent_topics as silences
from webhooks.models import WebhookEvent

MOST = 20
_ROWS = "console/webhooks/needs/"


@dataclass(frozen=True)
class DeadEvents:
    """Dead events of one cause.

    `newest` stands for all of them, `replayable` have a payload.
    """

    fingerprint: str
    count: int
    replayable: int
    newest: WebhookEvent


def dead_events(request: HttpRequest, shop: Shop | None) -> list[Need]:
    dead = WebhookEvent.objects.filter(state=State.DEAD)
    alike = dead.order_by().values("fingerprint")
    counted = alike.annotate(many=Count("id"), whole=Count("id", filter=~Q(body=b"")), newest=Max("id"))
    groups = list(counted.order_by("-many")[:MOST])
    newest = WebhookEvent.objects.defer("body").select_related("shop").in_bulk([group["newest"] for group in groups])
    found = [
        DeadEvents(group["fingerprint"], group["many"], group["whole"], newest[group["newest"]]) for group in groups
    ]
    return [Need(f"{_ROWS}dead.html", events, grave=True) for events in found]


def removed_subscriptions(request: HttpRequest, shop: Shop | None) -> list[Need]:
    rows = WebhookSubscription.objects.filter(removed_at__isnull=False).select_related("shop")
    return [Need(f"{_ROWS}removed.html", row) for row in rows.order_by("shop", "topic")[:MOST]]


def missing_subscriptions(request: HttpRequest, shop: Shop | None) -> list[Need]:
    """Subscriptions that are wanted, were asked for, and are not there."""
    rows = WebhookSubscription.objects.filter(wanted=True, present=False, shop__is_active=True).exclude(error="")
    rows = rows.select_related("shop").order_by("shop", "topic")
    return [Need(f"{_ROWS}missing.html", row, grave=True) for row in rows[:MOST]]


def silent_topics(request: HttpRequest, shop: Shop | None) -> list[Need]:
    return [Need(f"{_ROWS}silent.html", silence) for silence in silences.everywhere()[:MOST]]
