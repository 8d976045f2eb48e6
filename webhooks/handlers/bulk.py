"""Wakes the run that waits for a bulk operation.

On bulk_operations/finish it need not wait for its next look.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models.functions import Now

from jobs.engine import wake
from jobs.models import JobRun, State
from webhooks.delivery import Delivered, Handler, Ignored, Touched


def wake_waiting(delivered: Delivered, _found: Any) -> Sequence[Touched]:
    """Only a hint: the run asks Shopify itself what became of the operation."""
    gid = delivered.payload["admin_graphql_api_id"]
    waiting = JobRun.objects.filter(shop=delivered.shop, state=State.PENDING, cursor__operation=gid)
    runs = list(waiting.select_for_update(of=("self",)))
    if not runs:
        raise Ignored("No run waits for this bulk operation")
    for run in runs:
        JobRun.objects.filter(pk=run.pk).update(due_at=Now(), enqueued_at=Now())
        wake.after_commit(run)
    return [Touched("run", "woken", f"run {run.pk}", "jobs.jobrun", str(run.pk)) for run in runs]


FINISHED = Handler(wake_waiting)
