"""Writes what many connections received, in few commits.

Each of a few threads commits whatever came since the commit before.

A few, because compressing and indexing a row costs the database more than receiving it costs us: with one connection a
second processor of the database would have nothing to do.
"""

import asyncio
import contextlib
import logging
import queue
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    connection,
    transaction,
)

from webhooks.intake.insert import Row, copy, insert
from webhooks.intake.waker import Waker
from work.item import State

log = logging.getLogger(__name__)
MOST = 200
THREADS = 3
PATIENCE = 4.0  # seconds; Shopify has five
Item = tuple[Row, "asyncio.Future[bool]"]


class Unwritten(Exception):
    """The database did not take the row. `temporary`: it was away, so Shopify shall come again."""

    def __init__(self, message: str, *, temporary: bool) -> None:
        super().__init__(message)
        self.temporary = temporary


Outcome = Unwritten | None


class Writer:
    """Belongs to one event loop. `write` returns when the row is committed, and raises Unwritten when it can't be.

    What comes while all threads are busy waits, and goes together to the one that is free first: handing over costs
    more than a row, and a large commit less than many small ones.
    """

    def __init__(self, waker: Waker, most: int = MOST, threads: int = THREADS) -> None:
        self._batches: queue.SimpleQueue[list[Item]] = queue.SimpleQueue()
        self._waiting: list[Item] = []
        self._promised: deque[tuple[float, asyncio.Future[bool]]] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self._waker = waker
        self._most = most
        self._loop: asyncio.AbstractEventLoop | None = None
        self._threads = [
            threading.Thread(target=self._run, name=f"webhook writer {number}", daemon=True)
            for number in range(threads)
        ]
        self._free = threads

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._watch()
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Writes what waits first."""
        while self._waiting:
            self._give()
        for _ in self._threads:
            self._batches.put([])
        for thread in self._threads:
            thread.join(timeout=10)
        if self._timer:
            self._timer.cancel()

    async def write(self, row: Row) -> None:
        assert self._loop is not None
        future: asyncio.Future[bool] = self._loop.create_future()
        self._promised.append((self._loop.time() + PATIENCE, future))
        self._waiting.append((row, future))
        if len(self._waiting) == 1:
            self._loop.call_soon(self._hand_over)  # once all that has come by now was looked at
        await future

    def _hand_over(self) -> None:
        while self._waiting and self._free > 0:
            self._give()

    def _give(self) -> None:
        self._free -= 1
        self._batches.put(self._waiting[: self._most])
        self._waiting = self._waiting[self._most :]

    def _watch(self) -> None:
        """Who waited too long gets an answer that says so. A timer for each delivery would cost a tenth of it."""
        assert self._loop is not None
        while self._promised and (self._promised[0][1].done() or self._promised[0][0] < self._loop.time()):
            _, future = self._promised.popleft()
            if not future.done():
                future.set_exception(Unwritten("The database does not answer in time", temporary=True))
        self._timer = self._loop.call_later(0.25, self._watch)

    def _run(self) -> None:
        while batch := self._batches.get():
            outcomes = write_all([row for row, _ in batch], self._waker.ask)
            assert self._loop is not None
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits for the answer any more
                self._loop.call_soon_threadsafe(self._settle, batch, outcomes)
        connection.close()

    def _settle(self, batch: Sequence[Item], outcomes: Sequence[Outcome]) -> None:
        self._free += 1
        self._hand_over()
        for (_, future), outcome in zip(batch, outcomes, strict=True):
            if future.done():
                continue
            if outcome is None:
                future.set_result(True)
            else:
                future.set_exception(outcome)


def write_all(rows: Sequence[Row], wake: Callable[[], Any]) -> list[Outcome]:
    """Each row's outcome. A row that the database refuses does not take the others with it."""
    try:
        new = _commit_anew(rows)
    except (OperationalError, InterfaceError) as error:
        log.warning("The database is away, %d deliveries were answered with 503: %s", len(rows), error)
        return [Unwritten(str(error), temporary=True)] * len(rows)
    except DatabaseError as error:
        if len(rows) == 1:
            log.error("A delivery could not be kept: %s", error)
            return [Unwritten(str(error), temporary=False)]
        return [outcome for row in rows for outcome in write_all([row], wake)]
    except Exception as error:  # whatever it is, the others must not wait for ever
        log.exception("A delivery could not be written")
        return [Unwritten(str(error), temporary=True)] * len(rows)
    if new:
        wake()
    return [None] * len(rows)


def _commit_anew(rows: Sequence[Row]) -> int:
    """The first statement after a restart of the database finds a dead connection: that is worth a second one."""
    try:
        return commit(rows)
    except (OperationalError, InterfaceError):
        connection.close()
        return commit(rows)


def commit(rows: Sequence[Row]) -> int:
    """How many were new. If all are, they are copied; the slower statement leaves those alone that are there."""
    if not connection.in_atomic_block and not connection.get_autocommit():
        connection.close()  # cut off while it was made; Django would take it for a transaction that others commit
    if all(row.state == State.PENDING for row in rows):
        with contextlib.suppress(IntegrityError, DataError), transaction.atomic(), connection.cursor() as cursor:
            return copy(cursor, rows)
    with transaction.atomic(), connection.cursor() as cursor:
        return insert(cursor, rows)
