"""Runs the work that Shopify answers with a Job.

It runs a little later, by the store's clock.
"""

import uuid
from datetime import timedelta

from sandbox.rules.cancellation import cancel_order, check_cancellable
from sandbox.rules.errors import Refused
from sandbox.state.records import AsyncJob, Order
from sandbox.state.store import Store

_NAMES = uuid.UUID("8f2f61de-53a4-4e0b-9c5b-2d6f2f0b7a11")

LONGEST_NOTE = 255


class AsyncJobs:
    """Keeps jobs in the store's tables, so that snapshots have them.

    `run_due` does what is due. The server calls it before each request and between requests, so that the webhook of a
    cancellation goes out even when no request comes.
    """

    def __init__(self, store: Store, delay: float = 1.0) -> None:
        """Takes `delay` in seconds of the store's clock."""
        self.store = store
        self.delay = delay

    def cancel_order(self, order: Order, *, reason: str, restock: bool, refund: bool, staff_note: str = "") -> AsyncJob:
        """Refuses at once what can't be cancelled now.

        It may still turn out so when the job runs.
        """
        with self.store.lock:
            check_cancellable(self.store, order, reason=reason, restock=restock)
            if len(staff_note) > LONGEST_NOTE:
                told = f"Staff note is too long. Maximum length is {LONGEST_NOTE} characters."
                raise Refused(told, "INVALID", ["staffNote"])
            job = AsyncJob(
                id=str(uuid.uuid5(_NAMES, str(self.store.next_id("Job")))),
                order_id=order.id,
                due_at=self.store.clock.now() + timedelta(seconds=self.delay),
                reason=reason,
                restock=restock,
                refund=refund,
                staff_note=staff_note,
            )
            self.store.tables.async_jobs[job.id] = job
            self.store.revision += 1
            return job

    def find(self, gid: str) -> AsyncJob | None:
        return self.store.tables.async_jobs.get(gid.removeprefix("gid://shopify/Job/"))

    def run_due(self) -> int:
        """Runs the jobs that are due and counts them.

        One that is refused is done too, and holds the reason as `error`.
        """
        if not any(not job.done for job in list(self.store.tables.async_jobs.values())):
            return 0
        with self.store.lock:
            now = self.store.clock.now()
            due = [job for job in self.store.tables.async_jobs.values() if not job.done and job.due_at <= now]
            for job in due:
                self._run(job)
            return len(due)

    def _run(self, job: AsyncJob) -> None:
        job.done = True
        self.store.revision += 1
        order = self.store.orders.get(job.order_id)
        if order is None:
            job.error = "The order is gone"
            return
        try:
            cancel_order(
                self.store,
                order,
                reason=job.reason,
                restock=job.restock,
                refund=job.refund,
                staff_note=job.staff_note,
            )
        except Refused as refusal:
            job.error = refusal.message
