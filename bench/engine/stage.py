"""Real processes of the engine's own: PostgreSQL, Valkey, workers, clocks, the web; no shop."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.db import DatabaseError, connection

from bench.chaos.world import World
from jobmanager.embedded.process import end, spawn
from jobmanager.embedded.server import free_port


class Stage(World):
    """As in `bench.chaos`, without the sandbox store and with clocks and a web server."""

    def __init__(self, folder: Path, seed: int) -> None:
        super().__init__(folder, products=0, orders=0, seed=seed)
        self.others: dict[str, subprocess.Popen[bytes]] = {}
        self.flags = folder / "flags"
        self.flags.mkdir(parents=True)
        self.web_port = free_port()
        self.restarted = 0
        self.worker_env: dict[str, str] = {}
        self._ending = threading.Event()

    def start_sandbox(self) -> None:
        os.environ["TORTURE_FLAGS"] = str(self.flags)
        os.environ.pop("CHAOS_SMALL", None)
        # Sent again every two seconds, a backlog on a busy machine would drown in messages that find nothing to do.
        os.environ["ENGINE_RESEND_AFTER"] = "10"

    def keep_workers(self, processes: int = 2) -> None:
        """Start whoever ended by itself again, as compose and the trial do; `restarted` counts them."""

        def watch() -> None:
            while not self._ending.wait(1):
                for name in [name for name, process in self.workers.items() if process.poll() is not None]:
                    self.restarted += 1
                    self.start_engine_worker(name, processes)

        threading.Thread(target=watch, daemon=True).start()

    def start_engine_worker(self, name: str, processes: int = 2) -> None:
        command = [sys.executable, "-m", "celery", "-A", "bench.engine.inside", "worker", "-n", f"{name}@torture"]
        options = ["-Q", "jobs", "-c", str(processes), "--loglevel", "WARNING", "--without-mingle", "--without-gossip"]
        env = {**os.environ, **self.worker_env}
        self.workers[name] = spawn([*command, *options], log=self.log(name), env=env)

    def start_beat(self, name: str) -> None:
        command = [sys.executable, "-m", "celery", "-A", "bench.engine.inside", "beat", "--pidfile=", "-l", "WARNING"]
        self.others[name] = spawn(command, log=self.log(name))

    def start_web(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "jobmanager.wsgi", "--bind", f"127.0.0.1:{self.web_port}"]
        options = ["--worker-class", "gthread", "--workers", "1", "--threads", "4", "--no-control-socket"]
        self.others["web"] = spawn([*command, *options, "--timeout", "600"], log=self.log("web"))

    def start_receiver(self) -> None:
        command = [sys.executable, "-m", "uvicorn", "jobmanager.receiver:application", "--port", str(free_port())]
        self.others["receiver"] = spawn([*command, "--no-access-log"], log=self.log("receiver"))

    def kill(self, name: str) -> None:
        process = self.others.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)

    def signal_all(self, pid: int, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(pid, number)

    def stop(self) -> None:
        self._ending.set()
        for process in self.others.values():
            self.signal_all(process.pid, signal.SIGCONT)
            end(process, (signal.SIGTERM, 5.0))
        super().stop()


def until(found: Callable[[], bool], patience: float, step: float = 0.2) -> float | None:
    """Seconds until it was so; None when patience ended first. A database that is away is simply not there yet."""
    begun = time.monotonic()
    while time.monotonic() - begun < patience:
        try:
            if found():
                return time.monotonic() - begun
        except DatabaseError:
            connection.close()
        time.sleep(step)
    return None
