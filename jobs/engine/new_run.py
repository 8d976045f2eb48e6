"""Inserts a new run with its audit row, and wakes a worker."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models.functions import Now

from jobs import audit
from jobs.audit import Actor, Deed
from jobs.engine import wake
from jobs.models import JobRun
from jobs.models.run import Origin

REQUESTED = Deed("run.requested", "asked for")
OVERRIDDEN = Deed("run.overridden", "overrode the prerequisite of")
PLANNED = Deed("run.planned", "planned")


def request(run: JobRun, actor: Actor, overridden: Sequence[str] = ()) -> None:
    """Put it in line; `overridden` are the prerequisites that aren't met and shall not matter.

    One that is planned wakes nobody: the sweeper sends its message when the moment has come. IntegrityError where
    another run has its place.
    """
    planned = run.origin == Origin.PLANNED
    run.requested_by_id = actor.user_id
    with transaction.atomic():
        insert(run, wakes=not planned)
        run.refresh_from_db()
        after = {"job": run.key, "parameters": run.parameters, "dry": run.dry}
        if planned:
            after["at"] = run.due_at.isoformat()
        audit.record(actor, PLANNED if planned else REQUESTED, run, after=after)
        if overridden:
            unmet = {"unmet": list(overridden)}
            audit.record(actor, OVERRIDDEN, run, after=unmet, reason=run.override_reason)


def insert(run: JobRun, *, wakes: bool = True) -> None:
    """The row, and the message that goes out with its commit; the caller leaves the audit row."""
    if wakes:
        run.enqueued_at = Now()
    run.save(force_insert=True)
    if wakes:
        wake.after_commit(run)
