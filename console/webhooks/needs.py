"""Lists troubles of events and subscriptions under "Needs you"."""

from dataclasses import dataclass

from django.db.models import Count, Max, Q
from django.http import HttpRequest

from console.frame.needs import Need, looks_for
from integrations.models import WebhookSubscription
from jobs.models import State
from oms.models import Shop
from webhooks import silent_topics as silences
from webhooks.models import WebhookEvent

MOST = 20
_ROWS = "console/webhooks/needs/"
DEAD = WebhookEvent.objects.filter(state=State.DEAD).order_by("-id")
REMOVED = WebhookSubscription.objects.filter(removed_at__isnull=False).order_by("shop", "topic")
# Wanted, asked for, and not there.
MISSING = (
    WebhookSubscription.objects.filter(wanted=True, present=False, shop__is_active=True)
    .exclude(error="")
    .order_by("shop", "topic")
)


@dataclass(frozen=True)
class DeadEvents:
    """Dead events of one cause.

    `newest` stands for all of them, `replayable` have a payload.
    """

    fingerprint: str
    count: int
    replayable: int
    newest: WebhookEvent


@looks_for(DEAD)
def dead_events(request: HttpRequest, shop: Shop | None) -> list[Need]:
    alike = DEAD.order_by().values("fingerprint")
    counted = alike.annotate(many=Count("id"), whole=Count("id", filter=~Q(body=b"")), newest=Max("id"))
    groups = list(counted.order_by("-many")[:MOST])
    newest = WebhookEvent.objects.defer("body").select_related("shop").in_bulk([group["newest"] for group in groups])
    found = [
        DeadEvents(group["fingerprint"], group["many"], group["whole"], newest[group["newest"]]) for group in groups
    ]
    return [Need(f"{_ROWS}dead.html", events, grave=True) for events in found]


@looks_for(REMOVED)
def removed_subscriptions(request: HttpRequest, shop: Shop | None) -> list[Need]:
    return [Need(f"{_ROWS}removed.html", row) for row in REMOVED.select_related("shop")[:MOST]]


@looks_for(MISSING)
def missing_subscriptions(request: HttpRequest, shop: Shop | None) -> list[Need]:
    return [Need(f"{_ROWS}missing.html", row, grave=True) for row in MISSING.select_related("shop")[:MOST]]


@looks_for(silences.listened())
def silent_topics(request: HttpRequest, shop: Shop | None) -> list[Need]:
    return [Need(f"{_ROWS}silent.html", silence) for silence in silences.everywhere()[:MOST]]
