"""Counts waiting events, and estimates when they are worked off."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.db.models import Q
from django.db.models.functions import Now

from jobs.models import State
from webhooks.models import WebhookEvent

FEWEST = 100  # fewer are worked off before one has read it
MOST = 10_000
KEEP = 5
PACE_OF = timedelta(minutes=1)
# Whatever has waited for longer than this says little about the pace, and all of them would be looked through.
REACH = timedelta(minutes=30)


@dataclass(frozen=True)
class Backlog:
    """`waiting` stops at MOST; `done` within the last minute."""

    waiting: int
    done: int

    @property
    def more(self) -> bool:
        return self.waiting >= MOST

    @property
    def minutes(self) -> int:
        """Until they are worked off, rounded up; 0 when nothing moves."""
        return -(-self.waiting // self.done) if self.done else 0


def backlog() -> Backlog | None:
    """Counts waiting events; None while so few wait.

    Asked at most every few seconds however many pages are open.
    """
    found: Backlog | None = cache.get_or_set("console.webhooks.backlog", _counted, KEEP)
    return found if found and found.waiting >= FEWEST else None


def _counted() -> Backlog:
    due = Q(state=State.PENDING, due_at__lte=Now()) | Q(state=State.RUNNING)
    waiting = WebhookEvent.objects.filter(due).order_by()[:MOST].count()
    if waiting < FEWEST:
        return Backlog(waiting, 0)
    ended = WebhookEvent.objects.filter(created_at__gt=Now() - REACH, finished_at__gt=Now() - PACE_OF)
    return Backlog(waiting, ended.order_by()[:MOST].count())
