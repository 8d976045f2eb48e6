"""One case: a fresh database, a run under a fault, and the means to see where it is and to wait for its end."""

import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from django.db import Error as DatabaseError
from django.db import connection

from bench.chaos.store import Store
from bench.chaos.world import World
from jobs.audit import COMMAND_LINE
from jobs.models import JobRun, RunLog
from jobs.services import request_run, resume_run
from oms.models import Shop
from work.item import ACTIVE

PRODUCTS, ORDERS = "initial_load.import_products", "initial_load.import_orders"
KEYS = {"products": PRODUCTS, "orders": ORDERS}
T = TypeVar("T")


class Failed(Exception):
    """The case did not end as promised; the message says how."""


class Stage:
    def __init__(self, world: World, subject: str, *, patience: float) -> None:
        self.world = world
        self.store = Store(world)
        self.subject = subject
        self.patience = patience
        self.pk = 0
        self._files = 0

    # -- processes
    def worker(self, name: str = "bulk", **env: str) -> None:
        self.world.start_worker(name, "bulk", env)

    def file(self, name: str) -> Path:
        """A path that no other case uses."""
        self._files += 1
        folder = self.world.folder / "marks"
        folder.mkdir(exist_ok=True)
        return folder / f"{name}-{time.monotonic_ns()}-{self._files}"

    def held_worker(self, point: str, name: str = "bulk", **env: str) -> Path:
        """A worker that stops at the point until the file is removed."""
        file = self.file("hold")
        self.worker(name, CHAOS_HOLD=point, CHAOS_HOLD_FILE=str(file), **env)
        return file

    def doomed_worker(self, point: str, name: str = "bulk") -> Path:
        """A worker whose child kills itself at the point; the file says that it did."""
        file = self.file("died")
        self.worker(name, CHAOS_POINT=point, CHAOS_ONCE=str(file))
        return file

    def let_go(self, hold: Path) -> None:
        hold.unlink(missing_ok=True)

    def ask_to_end(self, hold: Path, name: str = "bulk") -> None:
        """SIGTERM; what is held goes on once the worker has taken notice. Waits until the worker is gone."""
        process = self.world.workers.pop(name)
        process.send_signal(signal.SIGTERM)
        log = self.world.log(name)
        self.until("the worker's notice", lambda: "Warm shutdown" in log.read_text(errors="replace") or None)
        self.let_go(hold)
        process.wait(30)

    def freeze(self, name: str = "bulk") -> None:
        self.world.signal_worker(name, signal.SIGSTOP)

    def thaw(self, name: str = "bulk") -> None:
        self.world.signal_worker(name, signal.SIGCONT)

    # -- the run
    def request(self, **parameters: object) -> None:
        if self.subject == "orders":
            parameters = {"status": "any", **parameters}
        shop = Shop.objects.get()
        self.pk = request_run(KEYS[self.subject], shop=shop, actor=COMMAND_LINE, parameters=parameters).run.pk

    def resume(self) -> None:
        resume_run(self.pk, COMMAND_LINE)

    @property
    def run(self) -> JobRun:
        return JobRun.objects.get(pk=self.pk)

    def logs(self) -> list[str]:
        return list(RunLog.objects.filter(run_id=self.pk).order_by("id").values_list("text", flat=True))

    def phase(self) -> str:
        return str(self.run.cursor.get("phase", "claimed"))

    def until(self, what: str, found: Callable[[], T | None], seconds: float | None = None) -> T:
        """Ask again and again; a database that is away is asked again too."""
        patience = self.patience if seconds is None else seconds
        give_up = time.monotonic() + patience
        while time.monotonic() < give_up:
            try:
                value = found()
            except DatabaseError:
                connection.close()
                value = None
            if value:
                return value
            time.sleep(0.03)
        raise Failed(f"{what} did not happen in {patience:.0f} s; {self._where()}")

    def _where(self) -> str:
        with suppress(DatabaseError, JobRun.DoesNotExist):
            run = self.run
            return f"the run is {run.state} at {self.phase()}: {run.error or run.progress.get('note') or 'no word'}"
        return "the run can't be read"

    def ended(self) -> JobRun:
        """The run, drained: neither running nor waiting."""
        return self.until("the end of the run", lambda: ((run := self.run).state not in ACTIVE and run) or None)

    def exists(self, file: Path, what: str) -> None:
        self.until(what, lambda: file.exists() or None)


def expect(holds: object, sentence: str) -> None:
    if not holds:
        raise Failed(sentence)
