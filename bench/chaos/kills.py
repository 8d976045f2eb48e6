"""kill -9, SIGTERM and SIGSTOP of the worker, at named points and at random moments."""

import random
import re
import time
from collections.abc import Callable

from bench.chaos.case import Case
from bench.chaos.stage import Stage, expect
from jobs.models import State
from work.item import ACTIVE

DIED = r"killed or froze"
# The phase in the cursor at that moment, then the engine's point: "waiting/mid-chunk" is the transaction that keeps
# the id of the bulk operation which Shopify has just started. Without a phase it is the first of the run:
# "before-commit" is that same transaction with the row written. In "done" the second commit is the run's own end.
POINTS = (
    "after-claim",
    "waiting/mid-chunk",
    "before-commit",
    "downloading/mid-chunk:3",
    "downloading/after-chunk:3",
    "sorting/before-commit",
    "loading/mid-chunk:2",
    "loading/after-chunk:3",
    "done/before-commit",
    "done/after-chunk",
    "done/before-commit:2",
    "done/after-commit",
)
# Whoever dies after the end of the run leaves nothing to be taken over.
TOO_LATE = "done/after-commit"


def killed_at(point: str) -> Callable[[Stage], str]:
    def play(stage: Stage) -> str:
        died = stage.doomed_worker(point)
        stage.request()
        stage.exists(died, f"the death of the worker at {point}")
        hit = f"killed at {point}; committed until then: {_committed(stage)}"
        stage.world.kill_worker("bulk")
        stage.worker()
        stage.ended()
        return hit

    return play


def _committed(stage: Stage) -> str:
    cursor = stage.run.cursor
    parts = (("lines", "lines"), ("merged", "records"))
    numbers = [f"{cursor[name]:,} {word}" for name, word in parts if cursor.get(name)]
    return " ".join([stage.phase(), *numbers])


def killed_at_random(seed: int, times: int = 3) -> Callable[[Stage], str]:
    """Whatever it is doing. A run killed thrice without progress is dead by design: then it is resumed."""

    def play(stage: Stage) -> str:
        dice, hits, resumed = random.Random(seed), [], 0
        stage.worker()
        stage.request()
        for _ in range(times):
            stage.until("a claim", lambda: ((run := stage.run).state == State.RUNNING and _fresh(stage)) or _over(run))
            if stage.run.state not in ACTIVE:
                break
            time.sleep(dice.uniform(0.2, 1.2))
            if stage.run.state in ACTIVE:
                hits.append(_committed(stage))
            stage.world.kill_worker("bulk")
            stage.worker()
        if stage.ended().state == State.DEAD:
            resumed += 1
            stage.resume()
            stage.ended()
        expect(hits, "no kill met the run: invalid, make the store larger")
        return f"seed {seed}: {len(hits)} kills ({'; '.join(hits)}){', resumed once' if resumed else ''}"

    return play


def _fresh(stage: Stage) -> bool:
    """Whether the present worker holds the run: its lease is in the future and its process lives."""
    return stage.world.is_child(int(stage.run.claimed_by.rpartition(":")[2]), "bulk")


def _over(run: object) -> bool:
    return getattr(run, "state", "") not in ACTIVE


def asked_to_end(stage: Stage) -> str:
    """SIGTERM, as a deployment does: the run is given back at its cursor and the worker is gone within 10 s."""
    hold = stage.held_worker("loading/after-chunk:2")
    stage.request()
    stage.exists(hold, "the second loaded chunk")
    merged = stage.run.cursor["merged"]
    began = time.monotonic()
    stage.ask_to_end(hold)
    took = time.monotonic() - began
    expect(took < 10, f"the worker needed {took:.1f} s to end")
    run = stage.run
    expect(run.state == State.PENDING and run.attempts == run.deaths == 0, f"it left the run {run.state}")
    expect(run.cursor["merged"] == merged, "it did not leave the cursor where it had committed")
    stage.worker()
    stage.ended()
    return f"ended in {took:.1f} s with {merged:,} records loaded"


def frozen_past_the_lease(point: str) -> Callable[[Stage], str]:
    """Stopped at the point; another worker takes the run over and is amid it when the first one goes on."""

    def play(stage: Stage) -> str:
        first = stage.held_worker(point, "frozen")
        stage.request()
        stage.exists(first, point)
        stage.freeze("frozen")
        stage.let_go(first)
        token = stage.run.token
        inside = "mid-chunk" in point
        # Inside a transaction the frozen worker's locks hold the second one up by themselves.
        second = stage.file("none") if inside else stage.held_worker("loading/mid-chunk:2")
        if inside:
            stage.worker()
        stage.until("the takeover", lambda: stage.run.token > token or None)
        if not inside:
            stage.exists(second, "the second worker's second chunk")
        before = _written(stage)
        stage.thaw("frozen")
        stage.until("the fence", lambda: _fenced(stage), seconds=15)
        expect(inside or _written(stage) == before, "the thawed worker wrote, although another one holds the run")
        stage.let_go(second)
        stage.ended()
        stage.world.kill_worker("frozen")
        return f"frozen at {point}, thawed after the takeover, fenced"

    return play


def _written(stage: Stage) -> tuple[object, ...]:
    run = stage.run
    return run.token, run.cursor, run.counters, run.lease_until


def _fenced(stage: Stage) -> bool:
    text = stage.world.log("frozen").read_text(errors="replace")
    return re.search(rf"Run {stage.pk} was taken over", text) is not None


def cases(seed: int) -> list[Case]:
    found = []
    for subject in ("products", "orders"):
        found += [
            Case(subject, f"killed {point}", killed_at(point), {DIED: int(point != TOO_LATE)}) for point in POINTS
        ]
        found.append(Case(subject, "worker killed at random", killed_at_random(seed)))
        found.append(Case(subject, "worker asked to end", asked_to_end, {r"asked to end": 1}))
    found.append(
        Case("orders", "worker frozen past its lease", frozen_past_the_lease("loading/after-chunk:1"), {DIED: 1})
    )
    found.append(
        Case("orders", "worker frozen in a transaction", frozen_past_the_lease("loading/mid-chunk:2"), {DIED: 1})
    )
    return found
