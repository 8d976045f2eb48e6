"""Keeps the failed records that a run retries alone.

They are the run's as long as they are being retried by it: one that was ignored, or that another retry has taken
since, is not. One that fails once more lives on in the run's own failed record, and nowhere else.
"""

from collections.abc import Sequence

from django.db.models import Count, QuerySet

from jobs.models import FailedRecord, JobRun, State
from jobs.models.run_details import RecordState


def left(run: int) -> QuerySet[FailedRecord]:
    """Those that the run still has to retry."""
    return FailedRecord.objects.filter(retry_run_id=run, state=RecordState.RETRYING).order_by("id")


def settle(run: int) -> None:
    """Settle what an ended run has retried.

    Its records are resolved unless they failed once more, or open again if it broke off.
    """
    retried = left(run)
    finished = JobRun.objects.filter(pk=run, state=State.DONE).exists()
    again = retried.filter(reference__in=FailedRecord.objects.filter(run_id=run).values("reference"))
    if not finished:
        # Of several that share a reference, nobody knows which the run came to: open twice is better than lost.
        single = retried.order_by().values("reference").annotate(many=Count("id")).filter(many=1)
        again = again.filter(reference__in=single.values("reference"))
    again.update(state=RecordState.FAILED_AGAIN)
    retried.update(state=RecordState.RESOLVED if finished else RecordState.OPEN)


def take_up(runs: Sequence[int]) -> None:
    """Give runs that go on the records that they left open.

    Those that nobody else has taken meanwhile.
    """
    FailedRecord.objects.filter(retry_run_id__in=runs, state=RecordState.OPEN).update(state=RecordState.RETRYING)
