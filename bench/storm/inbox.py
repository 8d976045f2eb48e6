"""How the inbox stands: what waits, who holds what, what is dead."""

import re
from collections import Counter
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count
from django.db.models.functions import Now

from integrations.models import WebhookSubscription
from jobs.audit import COMMAND_LINE
from jobs.models import State
from oms.models import OrderHeader, Shop
from webhooks import topics
from webhooks.models import WebhookEvent
from webhooks.services import replay_event


def waiting() -> int:
    return WebhookEvent.objects.filter(state__in=(State.PENDING, State.RUNNING)).count()


def holders() -> dict[str, int]:
    """host:pid of the children that hold events at this moment, and how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT claimed_by, count(*) FROM webhooks_webhookevent"
            " WHERE state = 'running' AND lease_until > now() GROUP BY claimed_by"
        )
        return dict(cursor.fetchall())


def held_by(holder: str) -> int:
    """However old the lease is."""
    return WebhookEvent.objects.filter(state=State.RUNNING, claimed_by=holder).count()


def states() -> dict[str, int]:
    return dict(WebhookEvent.objects.values_list("state").annotate(Count("id")).order_by("state"))


def revive() -> Counter[str]:
    """What an operator would do with dead events: again. Why they had died, and how many of each."""
    why: Counter[str] = Counter()
    for pk, error in WebhookEvent.objects.filter(state=State.DEAD).values_list("pk", "error"):
        replay_event(pk, COMMAND_LINE)
        why[error[:100]] += 1
    return why


def notes() -> dict[str, str]:
    """Order (gid) → the note that the OMS has of it."""
    return dict(OrderHeader.objects.values_list("gid", "note"))


def subscribe_to_all() -> None:
    for topic in topics.TOPICS:
        WebhookSubscription.objects.get_or_create(
            shop=Shop.objects.get(), topic=topic.name, defaults={"wanted": True, "present": True}
        )


def hurry() -> None:
    """What is to be tried again later is tried now."""
    WebhookEvent.objects.filter(state=State.PENDING, due_at__gt=Now()).update(due_at=Now())


@dataclass(frozen=True)
class Outcomes:
    """`silent` refusals have no reason; `crashes` are reasons that name a Python error, with how many."""

    rows: int
    waiting: int
    states: dict[str, int]
    silent: int
    deaths: int
    tried_again: int
    reasons: int
    crashes: dict[str, int]


_ERROR = re.compile(r"\b[A-Z][A-Za-z]*(?:Error|Exception)\b")


def outcomes() -> Outcomes:
    refused = WebhookEvent.objects.filter(state__in=(State.DEAD, State.IGNORED))
    reasons = Counter(refused.values_list("error", flat=True))
    found = states()
    return Outcomes(
        rows=sum(found.values()),
        waiting=waiting(),
        states=found,
        silent=reasons[""],
        deaths=WebhookEvent.objects.filter(deaths__gt=0).count(),
        tried_again=WebhookEvent.objects.filter(attempts__gt=1).count(),
        reasons=len(reasons),
        crashes={reason[:200]: many for reason, many in reasons.items() if _ERROR.search(reason)},
    )
