"""Shows the servers, each part's last sign of life, and waiting work."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from console.frame.health import problems
from console.frame.page import render
from console.frame.roles import requires
from jobs import servers
from jobs.models import Heartbeat, JobRun, State


@dataclass(frozen=True)
class Queue:
    """Due work of one queue."""

    name: str
    waiting: int
    oldest: datetime


def queues(now: datetime) -> list[Queue]:
    due = JobRun.objects.filter(state=State.PENDING, due_at__lte=now)
    counted = due.values("queue").annotate(many=Count("id"), oldest=Min("due_at")).order_by("queue")
    return [Queue(row["queue"], row["many"], row["oldest"]) for row in counted]


def last_finished() -> datetime | None:
    """When work last finished, by the newest fifty good runs.

    So it costs the same however many there are.
    """
    good = JobRun.objects.filter(state=State.DONE).order_by("-created_at", "-id").values("pk")[:50]
    found: datetime | None = JobRun.objects.filter(pk__in=good).aggregate(at=Max("finished_at"))["at"]
    return found


@requires("viewer")
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "problems": problems(),
        "servers": servers.listed(),
        "parts": Heartbeat.objects.order_by("part")[:100],
        "queues": queues(now),
        "running": JobRun.objects.filter(state=State.RUNNING).count(),
        "last": last_finished(),
    }
    return render(request, "console/settings/health.html", context, busy=True)
