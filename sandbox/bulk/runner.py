"""Runs one bulk operation in a thread of its own.

Unless it is to end at once.
"""

import os
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sandbox.bulk.operation import RUNS_AT_MOST, BulkOperation
from sandbox.bulk.plan import Plan
from sandbox.bulk.settings import Settings
from sandbox.bulk.writer import Writer
from sandbox.graphql.context import Context
from sandbox.graphql.errors import TopLevel

if TYPE_CHECKING:
    from sandbox.world import World

ACCESS_DENIED = "ACCESS_DENIED"
INTERNAL = "INTERNAL_SERVER_ERROR"
LOOK_EVERY = 0.05


class Ended(Exception):
    """Ends the operation with this status."""

    def __init__(self, status: str, error_code: str | None = None, *, partial: bool = False, reason: str = "") -> None:
        super().__init__(reason or status)
        self.status = status
        self.error_code = error_code
        self.partial = partial
        self.reason = reason


@dataclass
class OperationRun:
    """Runs one operation; `wanted_end` cancels it, `ended` is called once.

    The status is changed under `lock` only: a cancellation may come at any moment.
    """

    operation: BulkOperation
    plan: Plan
    ctx: Context
    path: Path
    settings: Settings
    ended: Callable[[BulkOperation], None]
    lock: threading.Lock
    wanted_end: threading.Event = field(default_factory=threading.Event)
    _fail_at: Ended | None = None
    _fail_share: float = 1.0

    @property
    def world(self) -> "World":
        return self.ctx.world

    def __call__(self) -> None:
        try:
            self._live()
        except Ended as end:
            self._close(end)
        except TopLevel as error:
            code = ACCESS_DENIED if error.code == ACCESS_DENIED else INTERNAL
            self._close(Ended("FAILED", code, reason=error.message))
        except Exception as error:
            traceback.print_exc()
            self._close(Ended("FAILED", INTERNAL, reason=f"{type(error).__name__}: {error}"))

    def _live(self) -> None:
        self._wait(0 if self.settings.at_once else self.settings.delay)
        with self.lock:
            if self.operation.status == "CREATED":
                self.operation.status = "RUNNING"
        self._misbehave()
        Writer(self.ctx, self.plan, self.settings.window, self._check).write(self.operation, self.path)
        if self._fail_at is not None:
            raise self._fail_at
        raise Ended("COMPLETED")

    def _wait(self, seconds: float) -> None:
        if self.wanted_end.wait(seconds):
            raise Ended("CANCELED")

    def _misbehave(self) -> None:
        slow = self._strike("bulk_slow")
        if slow is not None:
            self._wait(slow["seconds"])
        if self._strike("bulk_stuck") is not None:
            while self.world.store.clock.now() < self.operation.created_at + RUNS_AT_MOST:
                self._wait(LOOK_EVERY)
            raise Ended("EXPIRED", reason="ran for more than ten days")
        if self._strike("bulk_expired") is not None:
            raise Ended("EXPIRED", reason="planted")
        failed = self._strike("bulk_failed")
        if failed is not None:
            self._fail_share = failed["at"]
            self._fail_at = Ended("FAILED", failed["error_code"], partial=failed["partial"], reason="planted")

    def _strike(self, kind: str) -> Any:
        struck = self.world.faults.strike(kind, root=self.operation.root)
        return None if struck is None else struck.settings

    def _check(self, share: float) -> None:
        if self.wanted_end.is_set():
            raise Ended("CANCELED")
        if self._fail_at is not None and share >= self._fail_share:
            raise self._fail_at

    def _close(self, end: Ended) -> None:
        operation = self.operation
        written = operation.object_count > 0 and self.path.exists()
        if end.status == "COMPLETED" and written and self._strike("bulk_null_url") is None:
            operation.stored = "result"
            operation.file_size = self._size()
            self._truncate()
        elif end.status == "FAILED" and end.partial and written:
            operation.stored = "partial"
        else:
            self.path.unlink(missing_ok=True)
        operation.error_code, operation.reason = end.error_code, end.reason
        operation.completed_at = self.world.store.clock.now()
        # Last: who sees the status must find all the rest.
        with self.lock:
            operation.status = end.status
        self.ended(operation)

    def _size(self) -> int:
        size = self.path.stat().st_size
        return size // 7 + 20 if self.settings.size_differs else size

    def _truncate(self) -> None:
        settings = self._strike("bulk_truncated")
        if settings is None:
            return
        with self.path.open("r+b") as file:
            end = int(self.path.stat().st_size * settings["keep"])
            file.seek(end)
            rest = file.readline()
            at_line_end = end + len(rest)
            file.truncate(at_line_end if settings["whole_lines"] else at_line_end - len(rest) // 2 - 1)
            os.fsync(file.fileno())
