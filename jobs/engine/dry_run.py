"""Works as ever, in a transaction that is rolled back.

Progress, log and lease must be seen meanwhile, so they go through a connection of their own (that of a helper
thread). The cursor is kept only as long as nothing was written: after that, another attempt begins again at the last
cursor that had nothing behind it.
"""

import copy
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connection, transaction

from jobs.engine.run import Run
from jobs.models import JobRun

Answer = TypeVar("Answer")


class DryRun(Run):
    """Like a run, but what its chunks write is gone when `discard` is called."""

    def __init__(self, row: JobRun) -> None:
        super().__init__(row)
        self._kept = copy.deepcopy(self.cursor)
        self._outer: transaction.Atomic | None = None
        self._helper = ThreadPoolExecutor(1, thread_name_prefix="dry-run")

    def state(self) -> dict[str, Any]:
        return {**super().state(), "cursor": self._kept}

    @contextmanager
    def chunk(self) -> Iterator[None]:
        if self._outer is None:
            self._outer = transaction.atomic()
            self._outer.__enter__()
        with transaction.atomic():
            yield
        if not _wrote():
            self._roll_back()
            self._kept = copy.deepcopy(self.cursor)
        self._heed(self._aside(lambda: self._save(attempts=0, deaths=0)))

    @contextmanager
    def aside(self) -> Iterator[None]:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        self._heed(self._aside(lambda: self._save(attempts=0, deaths=0)))

    def beat(self) -> None:
        self._heed(self._aside(self._save))

    @contextmanager
    def whole(self) -> Iterator[None]:
        """For a handler that doesn't chunk: all of it, rolled back."""
        with self.chunk():
            yield

    def discard(self) -> None:
        """Roll back what was written, and let go of the helper."""
        self._roll_back()
        self._helper.submit(_close).result()
        self._helper.shutdown()

    def _roll_back(self) -> None:
        if self._outer is not None:
            outer, self._outer = self._outer, None
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)

    def _aside(self, work: Callable[[], Answer]) -> Answer:
        """Commit `work` on the helper's own connection."""

        def commit() -> Answer:
            with transaction.atomic():
                return work()

        return self._helper.submit(commit).result()


def _close() -> None:
    """Inside the helper: each thread has a connection of its own behind the one name."""
    connection.close()


def _wrote() -> bool:
    """PostgreSQL gives a transaction its number at the first write, not before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")
        return bool(cursor.fetchone()[0])
