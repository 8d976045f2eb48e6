"""Stops a run, at its next chunk or at once."""

from django.db.models.functions import Now

from jobs.models import JobRun, State


def stop(run: JobRun, why: str) -> None:
    """Stop a run that was read under its lock.

    Between two looks a worker may claim it or give it back, and it would escape.

    One that waits between two claims (given back, or before a retry) is cancelled at once too, with `why`.
    """
    changes: dict[str, object] = {"cancel_requested": True}
    if run.state == State.PENDING:
        changes |= {"state": State.CANCELLED, "finished_at": Now(), "error": why}
    JobRun.objects.filter(pk=run.pk).update(**changes)
