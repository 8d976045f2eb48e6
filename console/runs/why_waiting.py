"""Says why a run in line has not begun."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from console.frame import health
from console.presentation.times import in_zone
from jobs.engine import under_way
from jobs.models import JobRun, State


@dataclass(frozen=True)
class Why:
    """A sentence; `url` leads to what it waits for. `bad`: a person must act."""

    text: str
    url: str = ""
    link: str = ""
    bad: bool = False


def why(run: JobRun, now: datetime) -> Why | None:
    """None for a run that has begun, or that has only just come."""
    if run.state != State.PENDING or run.started_at is not None:
        return None
    if run.due_at > now:
        zone = run.shop.time_zone if run.shop else "UTC"
        return Why(f"It begins {in_zone(run.due_at, zone)}.")
    before = under_way.begun(run.key, run.shop_id, dry=run.dry)
    if (pk := before.values_list("pk", flat=True).first()) is not None:
        return Why("It waits for its turn behind", reverse("console:run", args=[pk]), f"run {pk}")
    if silent := health.worker_silent():
        return Why(silent, reverse("console:health"), "Health", bad=True)
    return None
