"""Finds the parts that are silent.

Health means that work finished lately and that each part signed lately, not that a process exists. Used by `/healthz`
and by the console's banner.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError
from django.db.models import Min, Q
from django.db.models.functions import Now

from jobs import servers
from jobs.models import Heartbeat, State
from work import claim, database, kinds

log = logging.getLogger(__name__)
SILENT_AFTER = timedelta(seconds=40)
FORGOTTEN_AFTER = timedelta(days=1)
STUCK_AFTER = timedelta(seconds=50)
RECEIVER = "webhook receiver"


@dataclass(frozen=True)
class Problem:
    """A part that does not work, in the words of the person who will look after it."""

    part: str
    text: str


def problems() -> list[Problem]:
    """Everything that is wrong now, an empty list when all is well. Never raises, never waits longer than seconds."""
    if not database.answers():
        return [Problem("database", "The database does not answer; nothing can be shown or started until it does.")]
    try:
        return [*_broker(), *_silent(), *_stuck()]
    except DatabaseError:
        log.warning("Health could not be read", exc_info=True)
        return [Problem("database", "The database went away while it was asked.")]


def _broker() -> list[Problem]:
    if servers.valkey().works:
        return []
    text = "The message broker does not answer. Nothing is lost: runs wait in the database until it is back."
    return [Problem("broker", text)]


def _silent() -> list[Problem]:
    """Parts that signed within the last day and have stopped; and parts of which there should be one."""
    Heartbeat.objects.filter(at__lt=Now() - FORGOTTEN_AFTER).exclude(part="beat").delete()
    found = [
        Problem(_part(name), f"{name} has been silent since {at:%H:%M:%S} UTC.")
        for name, at in Heartbeat.objects.filter(at__lt=Now() - SILENT_AFTER).order_by("part").values_list("part", "at")
        if name != "sweep by message"
    ]
    signs = list(Heartbeat.objects.values_list("part", flat=True))
    if "beat" not in signs:
        found.append(Problem("beat", "Beat, the clock of the schedules, has never signed here."))
    if not any(name.startswith("worker ") for name in signs):
        found.append(Problem("worker", "No worker has signed here; runs wait until one is started."))
    if not any(name.startswith(f"{RECEIVER} ") for name in signs):
        text = "No webhook receiver has signed here; until one is started Shopify's deliveries are refused."
        found.append(Problem(RECEIVER, text))
    return found


def _part(name: str) -> str:
    if name.startswith("worker "):
        return "worker child" if name.startswith("worker child ") else "worker parent"
    return RECEIVER if name.startswith(f"{RECEIVER} ") else name.split(" ", maxsplit=1)[0]


def _stuck() -> list[Problem]:
    """Work that is due and that nobody takes up, although its job isn't simply waiting for its turn."""
    waiting = Q(state=State.PENDING, due_at__lt=Now() - STUCK_AFTER) | (claim.expired() & Q(deaths__lt=2))
    found = []
    for kind in kinds.every():
        oldest = kind.model._default_manager.filter(waiting).aggregate(at=Min("due_at"))["at"]
        if oldest:
            found.append(Problem("worker", f"A {kind.name} due since {oldest:%H:%M:%S} UTC has not been taken up."))
    return found
