"""A worker in a thread of this process: the engine's own door, on the database of the tests, with a gate in it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models.functions import Now

from jobs import prerequisites, registry
from jobs.engine import run as engine_run
from jobs.engine.execute import execute
from jobs.models import JobRun, State
from work import broker, chaos_points

LOADING = ("after-chunk", "loading")


class Worker:
    """Takes due runs one by one. While the gate is shut a load stops after each chunk until it is let through."""

    def __init__(self) -> None:
        self._woken, self._ending, self._open = threading.Event(), threading.Event(), threading.Event()
        self._open.set()
        self._permits = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._work, name="worker of the tests", daemon=True)

    def shut(self) -> None:
        """From now on each chunk of a load waits for `let_through`."""
        self._permits = threading.Semaphore(0)
        self._open.clear()

    def let_through(self, chunks: int) -> None:
        self._permits.release(chunks)

    def open(self) -> None:
        self._open.set()

    def wake(self, *args: object, **kwargs: object) -> bool:
        """What the engine calls instead of sending a message."""
        self._woken.set()
        return True

    def point(self, name: str, phase: str = "") -> None:
        """Stands where the engine names its points."""
        if (name, phase) == LOADING:
            permits = self._permits
            while not self._open.is_set() and not permits.acquire(timeout=0.05):
                if self._ending.is_set():
                    return
        chaos_points.point(name, phase)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ending.set()
        self._open.set()
        self._woken.set()
        self._thread.join(240)
        assert not self._thread.is_alive(), "the worker did not end"

    def _work(self) -> None:
        try:
            while not self._ending.is_set():
                due = JobRun.objects.filter(state=State.PENDING, due_at__lte=Now()).order_by("due_at", "id")
                for pk in due.values_list("pk", flat=True)[:1]:
                    execute(pk, registry.find, prerequisites.refusal)
                    break
                else:
                    self._woken.wait(0.1)
                    self._woken.clear()
        finally:
            connection.close()


@contextmanager
def working(monkeypatch: object) -> Iterator[Worker]:
    worker = Worker()
    monkeypatch.setattr(broker, "publish", worker.wake)  # type: ignore[attr-defined]
    monkeypatch.setattr(engine_run, "point", worker.point)  # type: ignore[attr-defined]
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()
