"""What is done to the processes: each deed waits until it would hit something, so that a hit is no matter of luck."""

import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from bench.storm import dying, inbox
from bench.storm.world import StormWorld

WORKERS = ("storm-1", "storm-2")
FROZEN_AT_MOST = 30.0


@dataclass(frozen=True)
class Plan:
    """How often each thing is to be done."""

    workers: int
    deaths: int
    receivers: int
    wipes: int
    freezes: int


class Wrecker:
    """Single-threaded, as whoever starts processes must be. `done` counts deeds, `hits` those that met work, `misses`
    tries that met none and were made again.
    """

    def __init__(self, world: StormWorld, plan: Plan, seed: int, every: float) -> None:
        self.world = world
        self.plan = plan
        self.every = every
        self.done: Counter[str] = Counter()
        self.hits: Counter[str] = Counter()
        self.misses: Counter[str] = Counter()
        self._dice = random.Random(seed)
        self._deeds = self._shuffled()
        self._last = time.monotonic()
        self._doomed: subprocess.Popen[bytes] | None = None
        self._frozen: tuple[str, str, int, float] | None = None

    def _shuffled(self) -> list[str]:
        counts = {"worker": self.plan.workers, "receiver": self.plan.receivers, "wipe": self.plan.wipes}
        deeds = [name for name, many in counts.items() for _ in range(many)]
        self._dice.shuffle(deeds)
        # From the end: frozen first, while no crowd of older suspects keeps others from overtaking.
        return [*deeds, *["freeze"] * self.plan.freezes]

    @property
    def progress(self) -> float:
        """From 0 to 1: how much of the plan is done, deaths by their own hand included."""
        whole = sum((self.plan.workers, self.plan.receivers, self.plan.wipes, self.plan.freezes))
        deeds = 1 - len(self._deeds) / max(1, whole)
        return min(deeds, (len(self.deaths) + 3) / max(1, self.plan.deaths), 1.0)

    @property
    def deaths(self) -> list[str]:
        return dying.deaths(self.world.deaths)

    @property
    def over(self) -> bool:
        return not self._deeds and self._frozen is None and len(self.deaths) >= self.plan.deaths

    def step(self, sent: float) -> None:
        """`sent`: which part of the posts may be out. Does the next deed if its time has come and it would hit."""
        dying.allow(self.world.deaths, min(self.plan.deaths, int(self.plan.deaths * sent) + 2))
        self._mend()
        if self._frozen:
            self._thaw()
        if not self._deeds or time.monotonic() - self._last < self.every:
            return
        deed: Callable[[], bool] = getattr(self, f"_{self._deeds[-1]}")
        if deed():
            self.done[self._deeds.pop()] += 1
            self._last = time.monotonic()

    def calm(self) -> None:
        """No deed any more; whoever is frozen goes on, whoever is dead is started."""
        if self._frozen:
            self.world.signal_worker(self._frozen[0], signal.SIGCONT)
            self._frozen = None
        self._mend()

    def _mend(self) -> None:
        """As a supervisor does."""
        for name in WORKERS:
            worker = self.world.workers.get(name)
            if worker is None or worker.poll() is not None:
                self.world.start_worker(name)
        receiver = self.world.servers.get("receiver")
        if receiver is None or receiver.poll() is not None:
            self.world.start_receiver()

    def _victim(self) -> tuple[str, str, int] | None:
        """A worker that holds events: its name, who holds them, how many."""
        for holder, many in inbox.holders().items():
            for name in WORKERS:
                if self._frozen and self._frozen[0] == name:
                    continue
                if self.world.child_of(name, holder):
                    return name, holder, many
        return None

    def _worker(self) -> bool:
        found = self._victim()
        if found is None:
            return False
        name, holder, _ = found
        self.world.signal_worker(name, signal.SIGKILL)
        hit = bool(inbox.held_by(holder))  # between the look and the kill it may have ended them
        self.hits["worker"] += hit
        self.misses["worker"] += not hit
        self.world.kill_worker(name)
        self.world.start_worker(name)
        return hit

    def _receiver(self) -> bool:
        """Every other time at any moment, and else with rows committed whose senders still wait for their answer."""
        receiver = self.world.servers["receiver"]
        if self._doomed is not None:
            if self._doomed.poll() is None:
                return False
            self._doomed = None
            self.hits["receiver"] += 1
            return True
        if not self.world.receiver_ready():
            return False
        if self.done["receiver"] % 2:
            self.world.kill_server("receiver")
            self.world.start_receiver()
            return True
        self._doomed = receiver
        self.world.fell.touch()
        return False

    @property
    def wants_posts(self) -> bool:
        """The receiver is to die at the next delivery."""
        return self._doomed is not None

    def _wipe(self) -> bool:
        """Once emptied, once killed and back empty."""
        if not inbox.waiting():
            return False
        self.hits["wipe"] += 1
        if self.done["wipe"] % 2 == 0:
            self.world.forget_messages()
            return True
        self.world.kill_valkey(forget=True)
        self.world.restart(self.world.valkey)
        return True

    def _freeze(self) -> bool:
        found = None if self._frozen else self._victim()
        if found is None:
            return False
        name, holder, _ = found
        self.world.signal_worker(name, signal.SIGSTOP)
        held = inbox.held_by(holder)
        if not held:
            self.world.signal_worker(name, signal.SIGCONT)
            return False
        self._frozen = (name, holder, held, time.monotonic() + FROZEN_AT_MOST)
        return True

    def _thaw(self) -> None:
        """When another worker has overtaken; what the frozen one has locked, nobody can take."""
        assert self._frozen
        name, holder, held, give_up = self._frozen
        left = inbox.held_by(holder)
        if left < held or time.monotonic() > give_up:
            self.hits["freeze"] += left < held
            self.world.signal_worker(name, signal.SIGCONT)
            self._frozen = None
            if left >= held and self.misses["freeze"] < self.plan.freezes:
                self.misses["freeze"] += 1  # stopped inside a transaction, its rows are nobody's: once more
                self._deeds.append("freeze")
