"""Workers frozen past their lease, and rows that kill whoever takes them up."""

import signal
from typing import Any

from bench.engine import load, probes
from bench.engine.stage import Stage, until
from jobs.models import JobRun, State

GOOD_BESIDE_POISON = 300


def fencing(stage: Stage, *, rounds: int = 50) -> dict[str, Any]:
    """Each round: freeze the worker that holds a run, let another take it over and end it, thaw the first."""
    for name in ("one", "two"):
        stage.start_engine_worker(name, processes=1)
    fenced = hits = 0
    pks = []
    for _ in range(rounds):
        pk = load.add_woken("bench.freezing")
        pks.append(pk)
        held = stage.flags / f"held-{pk}"
        if until(held.exists, 90) is None:
            continue
        pid = int(held.read_text())
        name = next((name for name in stage.workers if stage.is_child(pid, name)), "")
        stage.signal_worker(name, signal.SIGSTOP)
        hits += until(lambda pk=pk: JobRun.objects.get(pk=pk).state == State.DONE, 60) is not None  # type: ignore[misc]
        held.unlink()
        stage.signal_worker(name, signal.SIGCONT)
        fenced += until((stage.flags / f"fenced-{pk}").exists, 60) is not None
    books = load.books(pks)
    doubled = [place for place in books.doubled if place[1] == 1]
    good = fenced == hits == rounds and not doubled and not books.lost
    return {"good": good, "rounds": rounds, "taken_over": hits, "fenced": fenced, "double_writes": len(doubled)}


def poison(stage: Stage) -> dict[str, Any]:
    """A few rows always fail, a few kill their process; all the others go on."""
    stage.start_engine_worker("one")
    stage.start_engine_worker("two")
    good_ones = load.add("bench.tally", GOOD_BESIDE_POISON // 2)
    bad, killers = load.add("bench.poison", 3), load.add("bench.killer", 2)
    good_ones += load.add("bench.tally", GOOD_BESIDE_POISON // 2)
    drained = load.drained(300)
    books = load.books(good_ones)
    deaths = len(list(stage.flags.glob("killed-*")))
    tried = list(JobRun.objects.filter(pk__in=bad).values_list("state", "attempts"))
    died = list(JobRun.objects.filter(pk__in=killers).values_list("state", "deaths"))
    as_promised = tried == [(State.DEAD, 6)] * 3 and died == [(State.DEAD, 3)] * 2 and deaths == 3 * len(killers)
    return {
        "good": books.good and as_promised and drained is not None,
        "others_lost": len(books.lost),
        "doubled": len(books.doubled),
        "poison": tried,
        "killers": died,
        "worker_deaths": deaths,
    }


__all__ = ["fencing", "poison", "probes"]
