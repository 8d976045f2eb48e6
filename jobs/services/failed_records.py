"""Retries failed records alone, or sets them aside with a reason."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Q

from jobs import audit
from jobs.audit import Actor, Deed
from jobs.engine import new_run
from jobs.models import FailedRecord, JobRun
from jobs.models.run import Origin
from jobs.models.run_details import RecordState
from jobs.services.run_control import NotPossible
from work.item import ACTIVE

RECORDS_RETRIED = Deed("records.retried", "retried failed records of")
RECORD_IGNORED = Deed("record.ignored", "ignored")
RECORDS_EXPORTED = Deed("records.exported", "downloaded the failed records of")

# A record that failed again is dealt with in the retry's own row: were both open, to ignore one would leave the other.
# A record whose retry was cut short (stopped, killed for good) is as open as before.
# What a preview met is foretold only: nothing was tried, so there is nothing to try again or to leave.
RETRYABLE = Q(run__dry=False) & (
    Q(state=RecordState.OPEN) | Q(state=RecordState.RETRYING, retry_run__finished_at__isnull=False)
)
FORETOLD = "A preview only foretells what would fail. Run the job, and retry what fails then."


def retry_failed_records(run: JobRun, actor: Actor, ids: Sequence[int] | None = None) -> JobRun:
    """A new run over these records of `run` (all that are open when `ids` is None) and nothing else."""
    try:
        with transaction.atomic():
            return _retry(run, actor, ids)
    except IntegrityError:
        other = JobRun.objects.filter(key=run.key, shop=run.shop, state__in=ACTIVE).first()
        raise NotPossible(f"Run {other.pk if other else '?'} of this job is under way; wait until it ends.") from None


def _retry(run: JobRun, actor: Actor, ids: Sequence[int] | None) -> JobRun:
    if run.dry:
        raise NotPossible(FORETOLD)
    records = FailedRecord.objects.select_for_update(of=("self",)).filter(RETRYABLE, run=run)
    if ids is not None:
        records = records.filter(pk__in=ids)
    chosen = [record.pk for record in records.only("pk")]
    if not chosen:
        raise NotPossible("None of these records is open any more.")
    retry = JobRun(
        key=run.key,
        shop=run.shop,
        origin=Origin.RETRY,
        queue=run.queue,
        parameters=run.parameters,
        override=run.override,
        override_reason=run.override_reason,
        requested_by_id=actor.user_id,
        retry_of=run,
    )
    new_run.insert(retry)
    FailedRecord.objects.filter(pk__in=chosen).update(state=RecordState.RETRYING, retry_run=retry)
    audit.record(actor, RECORDS_RETRIED, run, after={"records": len(chosen), "run": retry.pk})
    return retry


def ignore_failed_record(pk: int, actor: Actor, reason: str) -> FailedRecord:
    """Set a record aside. `reason` is compulsory: people will ask."""
    if not reason.strip():
        raise NotPossible("Say why this record may be ignored.")
    with transaction.atomic():
        open_now = FailedRecord.objects.filter(RETRYABLE, pk=pk).values("pk")
        changed = FailedRecord.objects.filter(pk__in=open_now).update(
            state=RecordState.IGNORED, ignore_reason=reason.strip()[:500]
        )
        record = FailedRecord.objects.select_related("run").get(pk=pk)
        if record.run.dry:
            raise NotPossible(FORETOLD)
        if not changed and record.state == RecordState.FAILED_AGAIN:
            raise NotPossible(f"This record failed again in run {record.retry_run_id}; leave it there.")
        if not changed:
            raise NotPossible(f"This record is {record.get_state_display().lower()}.")
        audit.record(actor, RECORD_IGNORED, record, after={"reference": record.reference}, reason=reason[:500])
    return record


def kept_in(record: FailedRecord) -> FailedRecord | None:
    """Find the newest row of a record that failed again."""
    newest = None
    while record.state == RecordState.FAILED_AGAIN and record.retry_run_id is not None:
        same = FailedRecord.objects.filter(run_id=record.retry_run_id, reference=record.reference)
        following = same.defer("raw").last()
        if following is None:
            break
        newest = record = following
    return newest
