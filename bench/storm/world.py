"""The machine of the torture, with a receiver, the console's web processes, and workers that keep the ledger."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from bench.chaos.world import World
from jobmanager.embedded.process import CannotStart, end, spawn, tail
from jobmanager.embedded.server import free_port

_BOOT = 180.0
HEALTH, HOOKS = "/hooks/health/", "/hooks/shopify/"


class StormWorld(World):
    """`deaths`: the folder in which workers' children read how many of them may die; see bench.storm.dying."""

    def __init__(self, folder: Path, *, orders: int, seed: int, synced: bool = True) -> None:
        super().__init__(folder, products=60, orders=orders, seed=seed, synced=synced)
        self.size = (*self.size, "--plan", "enterprise")  # a throttled shop is another torture
        self.deaths = folder / "deaths"
        self.deaths.mkdir(exist_ok=True)
        self.seed = seed
        self.fell = folder / "fell"
        self.receiver_url = f"http://127.0.0.1:{free_port()}"
        self.web_url = f"http://127.0.0.1:{free_port()}"
        self.servers: dict[str, subprocess.Popen[bytes]] = {}

    def start_worker(self, name: str, queue: str = "jobs", env: Mapping[str, str] | None = None) -> None:
        command = [sys.executable, "-m", "celery", "-A", "bench.storm.inside", "worker", "-n", f"{name}@storm"]
        size = ("-Q", "webhooks,jobs", "-c", "1", "--loglevel", "INFO", "--without-mingle", "--without-gossip")
        own = {"STORM_DEATHS": str(self.deaths), "STORM_SEED": str(self.seed)}
        chosen = {**os.environ, "CHAOS_MUTANT": self.mutant, **own, **(env or {})}
        self.workers[name] = spawn([*command, *size], log=self.log(name), env=chosen)

    def start_plain_worker(self, name: str) -> None:
        """Without ledger and deaths."""
        super().start_worker(name, "jobs")

    def start_receiver(self, application: str = "bench.storm.receiver:application") -> None:
        """Returns at once: whoever posts meanwhile finds nobody, and comes again."""
        self.fell.unlink(missing_ok=True)
        command = [sys.executable, "-m", "uvicorn", application]
        port = self.receiver_url.rpartition(":")[2]
        env = {**os.environ, "CHAOS_MUTANT": self.mutant, "STORM_FELL": str(self.fell)}
        self.servers["receiver"] = spawn(
            [*command, "--port", port, "--no-access-log"], log=self.log("receiver"), env=env
        )

    def start_web(self) -> None:
        """As `bin/demo` does."""
        command = [sys.executable, "-m", "gunicorn", "jobmanager.wsgi", "--bind", self.web_url.rpartition("/")[2]]
        size = ("--worker-class", "gthread", "--workers", "2", "--threads", "8", "--no-control-socket")
        self.servers["web"] = spawn([*command, *size], log=self.log("web"))
        self.answers("web", f"{self.web_url}/login/")

    def start_sender(self, posts: Path, limit: Path, result: Path) -> subprocess.Popen[bytes]:
        told = (f"{self.receiver_url}{HOOKS}", str(posts), str(limit), str(result))
        process = spawn([sys.executable, "-m", "bench.storm.sender", *told], log=self.log("sender"))
        self.servers["sender"] = process
        return process

    def receiver_ready(self) -> bool:
        return _status(f"{self.receiver_url}{HEALTH}") == 200

    def answers(self, name: str, url: str) -> None:
        give_up = time.monotonic() + _BOOT
        while _status(url) != 200:
            if self.servers[name].poll() is not None or time.monotonic() > give_up:
                raise CannotStart(f"{name} did not start:\n{tail(self.log(name))}")
            time.sleep(0.1)

    def kill_server(self, name: str) -> None:
        process = self.servers.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)

    def child_of(self, name: str, claimed_by: str) -> bool:
        """Whether the worker holds what a row says it is claimed by (host:pid)."""
        return self.is_child(int(claimed_by.rpartition(":")[2] or 0), name)

    def stop(self) -> None:
        for process in self.servers.values():
            end(process, (signal.SIGTERM, 3.0))
        super().stop()


def _status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0
