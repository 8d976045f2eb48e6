"""Works as ever, and takes back what each chunk has written.

So nobody ever waits for a preview: a row that it touched is free again at the chunk's end, and nothing is open while
the shop is asked. What the run itself says (cursor, counters, progress, log, changes) is committed as in a real run,
so a dry run that was killed goes on where it was.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction

from jobs.engine.run import Run
from jobs.models import JobRun


class DryRun(Run):
    """A run whose chunks keep what they say, and nothing that they write."""

    def __init__(self, row: JobRun) -> None:
        super().__init__(row)
        self._premises: list[Callable[[], object]] = []

    def premise(self, work: Callable[[], object]) -> None:
        self._premises.append(work)

    @contextmanager
    def provisional(self) -> Iterator[None]:
        """Roll back to the state before it: the locks are released with it."""
        with transaction.atomic():
            for work in self._premises:
                work()
            yield
            transaction.set_rollback(True)
