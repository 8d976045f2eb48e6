"""Gives a handler the means to commit, count, speak and stop."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from django.db import models, transaction
from django.utils import timezone

from jobs.engine import retried_records
from jobs.models import FailedRecord, JobRun, RunChange, RunLog
from jobs.models.run import Origin
from work import claim, shutdown
from work.chaos_points import point
from work.errors import Fenced, GiveBack, Stopped

if TYPE_CHECKING:
    from oms.models import Shop


class Run:
    """A claim on a run.

    Everything a handler writes inside `chunk()` commits together with cursor, counters, progress and lease, or not at
    all when somebody else has taken the run over.
    """

    # Of each kind and action.
    CHANGES_KEPT: ClassVar[int] = 50

    def __init__(self, row: JobRun, now: datetime | None = None) -> None:
        self.row = row
        self.id: int = row.pk
        self.now = now or timezone.now()
        self.shop: Shop | None = row.shop
        self.dry: bool = row.dry
        # Of failed records alone, also when none is left: never a reason to do everything.
        self.retry: bool = row.origin == Origin.RETRY
        self.cursor: dict[str, Any] = dict(row.cursor)
        self.counters: Counter[str] = Counter(row.counters)
        self._progress: dict[str, Any] = dict(row.progress)
        self._logs: list[RunLog] = []
        self._failed: list[FailedRecord] = []
        self._changes: list[RunChange] = []
        self._room: dict[tuple[str, str], int] = {}
        self._mark: tuple[float, float] | None = None

    @property
    def records(self) -> list[FailedRecord]:
        """The failed records that a `retry` still has to try.

        Their list may be shorter after a break.
        """
        return list(retried_records.left(self.id))

    @property
    def phase(self) -> str:
        """Where a long job stands, as its cursor says; "" of a job without phases."""
        return str(self.cursor.get("phase", ""))

    def count(self, **counts: int) -> None:
        self.counters.update(counts)

    def log(self, text: str, level: str = "info") -> None:
        self._logs.append(RunLog(run_id=self.id, level=level, text=text, at=timezone.now()))

    def fail_record(self, *, reference: str, reason: str, message: str, raw: str = "") -> None:
        """Keep a record that can't be taken in. Counts it as failed."""
        self._failed.append(
            FailedRecord(
                run_id=self.id, reference=reference[:255], reason=reason, message=message, raw=raw, at=timezone.now()
            )
        )
        self.counters["failed"] += 1

    def change(
        self, kind: str, action: str, reference: str, *, target: models.Model | None = None, **detail: Any
    ) -> None:
        """Show what became of one record: `run.change("order", "created", "#1001", target=order)`.

        Kept for the first fifty of each kind and action; the counters tell the rest. A dry run shows the same.
        """
        if self.room(kind, action) <= 0:
            return
        self._room[kind, action] -= 1
        self._changes.append(
            RunChange(
                run_id=self.id,
                kind=kind,
                action=action,
                reference=reference[:255],
                object_type=target._meta.label_lower if target else "",
                object_id=str(target.pk) if target and target.pk else "",
                detail=detail,
                at=timezone.now(),
            )
        )

    def room(self, kind: str, action: str) -> int:
        """How many more changes of this kind will be kept; a set-based job need not fetch more."""
        if (kind, action) not in self._room:
            kept = RunChange.objects.filter(run_id=self.id, kind=kind, action=action).count()
            self._room[kind, action] = self.CHANGES_KEPT - kept
        return self._room[kind, action]

    def progress(self, *, done: int = 0, total: int | None = None, phase: str = "", note: str = "") -> None:
        """What the page shows; `total` None when unknown. Saved with the next chunk or beat."""
        clock = time.monotonic()
        if self._progress.get("phase") != phase or self._mark is None or done < self._mark[1]:
            self._mark = (clock, float(done))
        elapsed, gained = clock - self._mark[0], done - self._mark[1]
        rate = round(gained / elapsed, 1) if elapsed > 1 and gained else None
        self._progress = {
            "phase": phase,
            "done": done,
            "total": total,
            "note": note,
            "rate": rate,
            "at": timezone.now().isoformat(),
        }

    @contextmanager
    def chunk(self) -> Iterator[None]:
        """Opens one transaction.

        Raises Fenced when the run is no longer ours, Stopped when an operator asked to stop (after committing this
        chunk), GiveBack when the worker is asked to end (likewise).

        A dry run keeps what was said in it, and takes back what was written (see `DryRun`).
        """
        with self.scratch(), self.provisional():
            yield

    @contextmanager
    def scratch(self) -> Iterator[None]:
        """A chunk that writes the run's own working tables alone; a dry run keeps these."""
        with self.together(), transaction.atomic():
            yield
            point("mid-chunk", self.phase)
            stop = self._save(attempts=0, deaths=0)
            point("before-commit", self.phase)
        point("after-chunk", self.phase)
        self._heed(stop)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Takes back what was said when the block is rolled back."""
        said = deepcopy((self.cursor, self.counters, self._progress, self._room)), self.row.attempts
        kept = [*self._logs], [*self._failed], [*self._changes]
        try:
            yield
        except BaseException:
            (cursor, counters, self._progress, self._room), self.row.attempts = said
            self._logs, self._failed, self._changes = kept
            # In their places: a handler's helpers may hold both.
            self.cursor.clear()
            self.cursor.update(cursor)
            self.counters.clear()
            self.counters.update(counters)
            raise

    @contextmanager
    def provisional(self) -> Iterator[None]:
        """Inside a scratch chunk: what a dry run takes back at the end of the block."""
        yield

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Takes back what a failing block has written and said."""
        with self.together(), transaction.atomic():
            yield

    def premise(self, work: Callable[[], object]) -> None:
        """Name work that later chunks build on. A dry run, which took it back, first does it again in each of them.

        `work` writes and says nothing: it was counted and shown when it was done first.
        """

    def beat(self) -> None:
        """Save progress and keep the lease, inside a step that takes long."""
        with transaction.atomic():
            stop = self._save()
        self._heed(stop)

    def later(self, seconds: float, note: str = "") -> NoReturn:
        """Give the run back; the next claim continues with the cursor. Always raises GiveBack."""
        if note:
            self._progress = {**self._progress, "note": note, "at": timezone.now().isoformat()}
        raise GiveBack(seconds, note)

    def state(self) -> dict[str, Any]:
        """The columns that carry this run from one claim to the next."""
        return {"cursor": self.cursor, "counters": dict(self.counters), "progress": self._progress}

    def flush(self) -> None:
        """Write what the run said and the records it kept, inside the caller's transaction."""
        logs, failed, changes = self._logs, self._failed, self._changes
        self._logs, self._failed, self._changes = [], [], []
        RunLog.objects.bulk_create(logs)
        FailedRecord.objects.bulk_create(failed)
        RunChange.objects.bulk_create(changes)

    def _save(self, **changes: Any) -> bool:
        """Whether the operator asked to stop."""
        if not claim.renew(self.row, **self.state(), **changes):
            raise Fenced(f"run {self.id} was taken over")
        if "attempts" in changes:
            self.row.attempts = 0
        self.flush()
        return bool(JobRun.objects.values_list("cancel_requested", flat=True).get(pk=self.id))

    def _heed(self, stop: bool) -> None:
        if stop:
            raise Stopped("stopped by an operator")
        if shutdown.asked():
            self.log("The worker was asked to end; another goes on")
            raise GiveBack(0, "the worker is ending; another one goes on")
