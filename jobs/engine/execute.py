"""Carries one run one attempt further, from the claim to its end."""

import logging
from collections.abc import Callable
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.db.models.functions import Now

from jobs.engine import wake
from jobs.engine.dry_run import DryRun
from jobs.engine.pause_after_failures import pause_if_failing
from jobs.engine.run import Run
from jobs.models import FailedRecord, JobRun, RunLog, State
from jobs.models.run_details import Level, RecordState
from work import claim
from work.chaos_points import point
from work.error_text import LONGEST, message, trace
from work.errors import Fenced, GiveBack, Permanent, Stopped
from work.item import MAX_ATTEMPTS
from work.outcome import fail

if TYPE_CHECKING:
    from jobs.definition import JobDefinition

log = logging.getLogger(__name__)
Gate = Callable[[JobRun], str]


def execute(pk: int, find: Callable[[str], "JobDefinition | None"], gate: Gate) -> State | None:
    """Claim the run and carry it one attempt further; the state it is left in, None when it wasn't ours to take.

    `find` gives the card of a key; `gate` a sentence when a prerequisite isn't met, else "".
    """
    before = JobRun.objects.filter(pk=pk).values_list("key", "state", "claimed_by", "token").first()
    if before is None:
        return None
    definition = find(before[0])
    row = claim.claim(JobRun, pk, definition.concurrency if definition else 1)
    if row is None:
        return None
    if before[1] == State.RUNNING:
        _tell_takeover(row, before[2], before[3])
    point("after-claim")
    run = DryRun(row) if row.dry else Run(row)
    if definition is None:
        state = _end(run, State.DEAD, error=f"There is no job {row.key!r} any more")
    elif refusal := "" if row.override else gate(row):
        state = _end(run, State.SKIPPED, error=refusal)
    else:
        state = _attempt(run, definition)
    if state == State.DEAD:
        pause_if_failing(row)
    if state not in (None, State.PENDING):
        _wake_next(row)
    return state


def _tell_takeover(row: JobRun, holder: str, token: int) -> None:
    """At once, in a commit of its own: this claim may be killed like the one before it."""
    if row.deaths and row.token == token + 1:
        text = f"The worker that held this run ({holder}) was killed or froze; another one goes on"
        RunLog.objects.create(run_id=row.pk, level=Level.WARNING, text=text)


def _attempt(run: Run, definition: "JobDefinition") -> State | None:
    try:
        return _dry(run, definition) if isinstance(run, DryRun) else _work(run, definition)
    except GiveBack as back:
        return _give_back(run, back)
    except Stopped:
        return _end(run, State.CANCELLED, error="Stopped by an operator")
    except Fenced:
        log.warning("Run %s was taken over while this worker held it; nothing of this attempt was written", run.id)
        return None
    except Permanent as error:
        return _end(run, State.DEAD, error=message(error), traceback=trace(error))
    except Exception as error:
        return _failed(run, error)


def _parameters(run: Run, definition: "JobDefinition") -> Any:
    form = definition.clean(run.row.parameters)
    if not form.is_valid():
        raise Permanent(f"Parameters: {form.errors.as_text()}")
    return form.parameters


def _work(run: Run, definition: "JobDefinition") -> State | None:
    parameters = _parameters(run, definition)
    if not definition.chunked:
        return _in_one_transaction(run, definition, parameters)
    definition.handler(run, parameters)
    return _end(run, State.DONE)


def _dry(run: DryRun, definition: "JobDefinition") -> State | None:
    with nullcontext() if definition.chunked else run.chunk():
        definition.handler(run, _parameters(run, definition))
    return _end(run, State.DONE)


def _in_one_transaction(run: Run, definition: "JobDefinition", parameters: Any) -> State | None:
    """The end first, the effects after it, one commit: a worker that lost its lease finds out before it writes."""
    with transaction.atomic():
        if not claim.end(run.row, State.DONE):
            raise Fenced(f"run {run.id} was taken over")
        definition.handler(run, parameters)
        point("before-commit")
        JobRun.objects.filter(pk=run.id).update(**run.state(), error="", traceback="")
        run.flush()
        _settle_records(run)
    point("after-commit")
    return State.DONE


def _end(run: Run, state: State, error: str = "", traceback: str = "") -> State | None:
    with transaction.atomic():
        if not claim.end(run.row, state, error=error[:LONGEST], traceback=traceback, **run.state()):
            return None
        run.flush()
        _settle_records(run)
        point("before-commit", run.phase)
    point("after-commit", run.phase)
    return state


def _give_back(run: Run, back: GiveBack) -> State | None:
    with transaction.atomic():
        if not claim.give_back(run.row, back.seconds, **run.state()):
            return None
        run.flush()
    wake.run(run.id, run.row.queue, countdown=back.seconds)
    return State.PENDING


def _failed(run: Run, error: Exception) -> State | None:
    """Try again later, and show when. A broken connection is replaced first: the row must still be written.

    The log gets what the row gets: an error's own words and those of its causes may quote a customer.
    """
    if isinstance(error, DatabaseError):
        connection.close()
    log.warning("Run %s of %s failed: %s\n%s", run.id, run.row.key, message(error), trace(error))
    with transaction.atomic():
        failure = fail(run.row, error)
        if failure is None:
            return None
        tried = f"Try {run.row.attempts + 1} of {MAX_ATTEMPTS} failed: {failure.message}"
        dead = failure.state == State.DEAD
        level, after = (Level.ERROR, "") if dead else (Level.WARNING, f"; the next in {failure.retry_in:.0f} s")
        RunLog.objects.create(run_id=run.id, level=level, text=tried + after)
    if failure.state == State.PENDING and failure.retry_in < 60:
        wake.run(run.id, run.row.queue, countdown=failure.retry_in)
    return failure.state


def _settle_records(run: Run) -> None:
    """Records this run was to retry: resolved, unless they failed once more."""
    retried = FailedRecord.objects.filter(retry_run_id=run.id, state=RecordState.RETRYING)
    again = FailedRecord.objects.filter(run_id=run.id).values("reference")
    retried.filter(reference__in=again).update(state=RecordState.FAILED_AGAIN)
    finished = JobRun.objects.filter(pk=run.id, state=State.DONE).exists()
    retried.update(state=RecordState.RESOLVED if finished else RecordState.OPEN)


def _wake_next(row: JobRun) -> None:
    """A run of the same job that waited for this one may begin."""
    waiting = JobRun.objects.filter(key=row.key, shop=row.shop, state=State.PENDING, started_at__isnull=True).order_by(
        "created_at", "id"
    )
    first = waiting.first()
    if first and JobRun.objects.filter(pk=first.pk, state=State.PENDING).update(due_at=Now(), enqueued_at=Now()):
        wake.run(first.pk, first.queue)
