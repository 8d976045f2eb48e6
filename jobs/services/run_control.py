"""Stops a run, or lets it go on."""

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from jobs import audit
from jobs.audit import Actor, Deed
from jobs.engine import retried_records, stopping, under_way, wake
from jobs.models import JobRun
from work import claim
from work.item import ACTIVE, RESUMABLE

STOPPED = Deed("run.stopped", "stopped")
RESUMED = Deed("run.resumed", "let go on")


class NotPossible(Exception):
    """The run is not in a state that allows this; the sentence says in which it is."""


def stop_run(pk: int, actor: Actor, reason: str = "") -> JobRun:
    """Stop a run.

    One that works stops at its next chunk, one that waits at once. What it committed stays.
    """
    with transaction.atomic():
        run = JobRun.objects.select_for_update(of=("self",)).get(pk=pk)
        if run.state not in ACTIVE:
            raise NotPossible(f"This run is already {run.get_state_display().lower()}; there is nothing to stop.")
        stopping.stop(run, f"Stopped by {actor.name}")
        run.refresh_from_db()
        audit.record(actor, STOPPED, run, after={"state": run.state}, reason=reason)
    return run


def resume_run(pk: int, actor: Actor) -> JobRun:
    """A dead or cancelled run goes on at its cursor, with a clean record of tries."""
    try:
        with transaction.atomic():
            ended = JobRun.objects.filter(pk=pk, state__in=RESUMABLE)
            if not claim.reopen(ended, cancel_requested=False, enqueued_at=Now()):
                raise NotPossible(f"This run is {_state(pk)}; only a failed or stopped run can go on.")
            retried_records.take_up([pk])
            run = JobRun.objects.get(pk=pk)
            audit.record(actor, RESUMED, run, after={"state": run.state})
            wake.after_commit(run)
    except IntegrityError:
        run = JobRun.objects.get(pk=pk)
        other = under_way.of(run.key, run.shop, dry=run.dry).order_by("started_at", "id").first()
        raise NotPossible(f"Run {other.pk if other else '?'} of this job is under way; wait until it ends.") from None
    return run


def _state(pk: int) -> str:
    return JobRun.objects.get(pk=pk).get_state_display().lower()
