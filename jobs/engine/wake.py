"""Wakes a worker for runs: one message for each."""

from collections.abc import Sequence

from django.db import transaction

from jobs.models.run import JobRun
from work import broker
from work.kinds import Kind

KIND = Kind("run", JobRun, task="jobs.run")


def run(pk: int, queue: str, countdown: float = 0) -> bool:
    return broker.publish(KIND.task, (KIND.name, pk), queue, countdown)


def runs(due: Sequence[tuple[int, str]]) -> None:
    """Wake a worker for each of these (run, queue); what could not be sent is left to the sweeper."""
    if due and not broker.publish_all(KIND.task, [((KIND.name, pk), queue) for pk, queue in due]):
        JobRun.objects.filter(pk__in=[pk for pk, _ in due]).update(enqueued_at=None)


def after_commit(item: JobRun) -> None:
    """Wake a worker for this run once the transaction that made it due is committed."""
    pk, queue = item.pk, item.queue

    def send() -> None:
        if not run(pk, queue):
            JobRun.objects.filter(pk=pk).update(enqueued_at=None)

    transaction.on_commit(send)
