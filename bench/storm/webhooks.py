"""`bench/torture webhooks`: deliveries while everything around them dies, then the drained inbox, counted."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connections

from bench.storm import count, dying, inbox, ledger, posts
from bench.storm.count import Count
from bench.storm.shop import Shop
from bench.storm.told import Told
from bench.storm.world import StormWorld
from bench.storm.wreck import WORKERS, Plan, Wrecker

AHEAD = 0.04  # of all posts may be out before the deeds have come so far


class Stuck(Exception):
    """Something did not come to its end in time; the sentence says what."""


@dataclass(frozen=True)
class Ended:
    told: Told
    count: Count
    wrecker: Wrecker
    seconds: float
    drained: float
    revived: Counter[str] = field(default_factory=Counter)
    rows: int = 0


class Storm:
    """One storm over `events` events in a world that runs. `patience`: seconds for a stretch without any progress."""

    def __init__(self, world: StormWorld, plan: Plan, *, events: int, seed: int, every: float, patience: float) -> None:
        self.world = world
        self.patience = patience
        self.shop = Shop(world)
        orders = self.shop.orders(-(-events // posts.VERSIONS))
        self.posts = posts.make(orders, events, 0.1, seed)
        self.wrecker = Wrecker(world, plan, seed, every)
        self._limit = world.folder / "limit"
        self._out = 0

    def blow(self) -> Ended:
        began = time.monotonic()
        told = self._send()
        calm = time.monotonic()
        revived = self._drain()
        counted = count.final(self.posts, told.acknowledged, self.shop.versions)
        rows = sum(inbox.states().values())
        done = time.monotonic()
        return Ended(told, counted, self.wrecker, done - began, done - calm, revived, rows)

    def _send(self) -> Told:
        """Deeds and deliveries keep pace, so that neither ends long before the other."""
        folder = self.world.folder
        posts.write(folder / "posts", self.posts)
        result = folder / "result"
        result.unlink(missing_ok=True)
        self._release(0)
        for name in WORKERS:
            self.world.start_worker(name)
        self.world.start_receiver()
        self.world.answers("receiver", f"{self.world.receiver_url}/hooks/health/")
        sender = self.world.start_sender(folder / "posts", self._limit, result)
        watch = _Watch(self.patience)
        nudged = time.monotonic()
        while not (result.exists() and self.wrecker.over):
            self.wrecker.step(self._out / len(self.posts))
            share = self.wrecker.progress + AHEAD
            idle = self.wrecker.wants_posts or not inbox.waiting()
            if idle and share * len(self.posts) < self._out + 1 and time.monotonic() - nudged > 1:
                share = (self._out + 3) / len(self.posts)  # there is nothing to hit
                nudged = time.monotonic()
            self._release(min(len(self.posts), int(share * len(self.posts))))
            if sender.poll() is not None and not result.exists():
                raise Stuck("the sender died")
            if result.exists() and not inbox.waiting():
                break  # every event is done before every deed is: counted, and told
            watch.see((self._out, inbox.waiting(), self.wrecker.progress), "the storm does not go on")
            time.sleep(0.05)
        return Told.read(result)

    def _release(self, many: int) -> None:
        """So many posts may be out, once the store has come to their versions."""
        if many > self._out:
            self.shop.reach(self.posts[self._out : many])
        self._out = max(self._out, many)
        part = self._limit.with_suffix(".part")
        part.write_text(str(self._out))
        part.replace(self._limit)

    def _drain(self) -> Counter[str]:
        """Nobody dies any more. Until nothing waits and nothing is dead; what died is done again, as by an operator."""
        dying.allow(self.world.deaths, 0)
        revived: Counter[str] = Counter()
        watch = _Watch(self.patience)
        while True:
            self.wrecker.calm()
            left = inbox.waiting()
            if not left:
                again = inbox.revive()
                if not again:
                    return revived
                revived += again
            watch.see((left, revived.total()), f"{left} events are not done")
            time.sleep(0.1)


class _Watch:
    """Raises Stuck when what it sees stays the same for too long."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._seen: object = None
        self._since = time.monotonic()

    def see(self, state: object, sentence: str) -> None:
        if state != self._seen:
            self._seen, self._since = state, time.monotonic()
        elif time.monotonic() - self._since > self._patience:
            raise Stuck(f"{sentence} for {self._patience:.0f} s: {inbox.states()}")


def clear(world: StormWorld, plant: Callable[[], None] | None = None) -> None:
    """An empty inbox and ledger, nobody at work, no death counted."""
    for name in list(world.workers):
        world.kill_worker(name)
    for name in ("receiver", "sender"):
        if name in world.servers:
            world.kill_server(name)
    connections.close_all()
    ledger.forget()
    (world.deaths / "died").unlink(missing_ok=True)
    dying.allow(world.deaths, 0)
    world.forget_messages()
    if plant:
        plant()
