"""Carries one run one attempt further, from the claim to its end."""

import logging
from collections.abc import Callable
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Now

from jobs.engine import retried_records, wake
from jobs.engine.dry_run import DryRun
from jobs.engine.pause_after_failures import pause_if_failing
from jobs.engine.run import Run
from jobs.models import JobRun, RunLog, State
from jobs.models.run_details import Level
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

    `find` gives the card of a key; `gate` a sentence when a prerequisite isn't met, else "". It is asked before the
    first beginning only: what has begun goes on, whatever has changed meanwhile.
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
    elif refusal := "" if row.override or row.under_way else gate(row):
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
        return _carry_out(run, definition)
    except GiveBack as back:
        return _give_back(run, back)
    except Stopped:
        return _stopped(run)
    except Fenced:
        log.warning("Run %s was taken over while this worker held it; nothing of this attempt was written", run.id)
        return None
    except Permanent as error:
        return _end(run, State.DEAD, error=message(error), traceback=trace(error))
    except Exception as error:
        return _failed(run, error)


def _carry_out(run: Run, definition: "JobDefinition") -> State | None:
    if run.retry and not retried_records.left(run.id).exists():
        run.log("None of the records that this run was to retry is left to it: there was nothing to do")
        return _end(run, State.DONE)
    return _dry(run, definition) if isinstance(run, DryRun) else _work(run, definition)


def _parameters(run: Run, definition: "JobDefinition") -> Any:
    form = definition.clean(run.row.parameters)
    if not form.is_valid():
        raise Permanent(f"Parameters: {'; '.join(form.complaints())}")
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
    with run.together(), transaction.atomic():
        if not claim.end(run.row, State.DONE):
            raise Fenced(f"run {run.id} was taken over")
        definition.handler(run, parameters)
        point("before-commit")
        JobRun.objects.filter(pk=run.id).update(**run.state(), error="", traceback="")
        run.flush()
        retried_records.settle(run.id)
    point("after-commit")
    return State.DONE


def _end(run: Run, state: State, error: str = "", traceback: str = "") -> State | None:
    with transaction.atomic():
        if not claim.end(run.row, state, error=error[:LONGEST], traceback=traceback, **run.state()):
            return None
        run.flush()
        retried_records.settle(run.id)
        point("before-commit", run.phase)
    point("after-commit", run.phase)
    return state


def _stopped(run: Run) -> State | None:
    return _end(run, State.CANCELLED, error="Stopped by an operator")


def _stop_asked(run: Run) -> bool:
    """Lock the row and look whether an operator asked.

    Whoever asks from now on finds a run that waits, and cancels it at once.
    """
    row = JobRun.objects.select_for_update().filter(pk=run.id).values_list("cancel_requested", flat=True)
    return bool(row.first())


def _give_back(run: Run, back: GiveBack) -> State | None:
    with transaction.atomic():
        if _stop_asked(run):
            return _stopped(run)
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
        if _stop_asked(run):
            run.log(f"Stopped after a try that failed: {message(error)}", Level.WARNING)
            return _stopped(run)
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


def _wake_next(row: JobRun) -> None:
    """Wake a run of the same job that waited for this one.

    One whose moment is yet to come may not begin.
    """
    come = Q(slot_at=None) | Q(slot_at__lte=Now())
    waiting = JobRun.objects.filter(come, claim.waiting(), key=row.key, shop=row.shop, dry=row.dry)
    first = waiting.filter(started_at__isnull=True).order_by("created_at", "id").first()
    if first and JobRun.objects.filter(pk=first.pk, state=State.PENDING).update(due_at=Now(), enqueued_at=Now()):
        wake.run(first.pk, first.queue)
