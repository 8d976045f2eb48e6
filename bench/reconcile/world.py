"""The whole product, started as it runs by itself, and a store whose clock the bench moves."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.chaos.world import ENGINE, World
from bench.storm.world import HEALTH, HOOKS, StormWorld
from jobmanager.embedded.process import spawn

# The jobs leave what is younger than five minutes to their next run. The store's clock goes so far behind ours, so that
# all that happens there is old enough at once, and still within the six minutes by which each window overlaps the last.
BEHIND = timedelta(minutes=5, seconds=30)
MADE_BEFORE = timedelta(hours=1)


class ReconcileWorld(StormWorld):
    """Receiver, web, clock and workers with the product's own settings: its leases, its sweeps, its looks."""

    def __init__(self, folder: Path, *, seed: int) -> None:
        super().__init__(folder, orders=300, seed=seed)
        self.size = (*self.size, "--anchor", (datetime.now(UTC) - MADE_BEFORE).isoformat())

    def start(self) -> None:
        os.environ["WEBHOOK_ADDRESS"] = f"{self.receiver_url}{HOOKS}"
        super().start()
        for name in (*ENGINE, "CHAOS_SMALL"):
            os.environ.pop(name, None)

    def start_product(self) -> None:
        for name in ("worker-1", "worker-2"):
            self.start_plain_worker(name)
        World.start_worker(self, "bulk-worker", "bulk")
        self.start_receiver("jobmanager.receiver:application")
        self.answers("receiver", f"{self.receiver_url}{HEALTH}")
        self.start_web()
        beat = [sys.executable, "-m", "celery", "-A", "jobmanager", "beat", "--pidfile=", "--loglevel", "WARNING"]
        self.servers["beat"] = spawn(beat, log=self.log("beat"))

    def keep_behind(self) -> str:
        """The store's time is ours, so much later; answer = the moment, as the store spells it."""
        told = self.ask_sandbox("clock", {"stop_at": (datetime.now(UTC) - BEHIND).isoformat()})
        return str(told["now"])

    @contextmanager
    def faults(self, plan: dict[str, float]) -> Iterator[None]:
        """Webhooks lost, doubled, late with these probabilities."""
        for kind, probability in plan.items():
            self.ask_sandbox("faults", {"kind": kind, "probability": probability, "times": None})
        yield
        self.ask_sandbox("faults", method="DELETE")
