"""Requests a run and shows its progress until it has ended."""

import time
from collections.abc import Callable
from typing import Any

from jobmanager.demo.line import Line
from jobs import registry
from jobs.audit import Actor
from jobs.models import JobRun, State
from jobs.services import request_run
from oms.models import Shop
from work.item import ACTIVE

_SHOWN = ("created", "updated", "unchanged", "skipped", "failed")
_STILL = 600.0


class Stuck(Exception):
    """Nothing has moved for ten minutes; a person should look."""


def run_job(key: str, parameters: dict[str, Any], shop: Shop, actor: Actor, tick: Callable[[], object]) -> JobRun:
    """The run, ended. `tick` is called a few times a second."""
    run = request_run(key, shop=shop, actor=actor, parameters=parameters).run
    line = Line(registry.get(key).name)
    moved_at, seen = time.monotonic(), None
    while run.state in ACTIVE:
        tick()
        time.sleep(0.2)
        run.refresh_from_db()
        now_seen = (run.state, run.token, run.progress, run.counters)
        if now_seen != seen:
            moved_at, seen = time.monotonic(), now_seen
            line.show(_progress(run))
        elif time.monotonic() - moved_at > _STILL:
            raise Stuck(f"Run {run.pk} of {key} has not moved for ten minutes")
    line.end(_outcome(run))
    return run


def _progress(run: JobRun) -> str:
    progress = run.progress
    done, total = progress.get("done"), progress.get("total")
    counted = f"{done:,}" + (f" of {total:,}" if total else "") if done else ""
    what = progress.get("note") or progress.get("phase") or run.get_state_display().lower()
    return f"{what} {counted}".strip()


def _outcome(run: JobRun) -> str:
    counts = ", ".join(f"{name} {int(run.counters.get(name, 0)):,}" for name in _SHOWN)
    if run.state == State.DONE and run.started_at and run.finished_at:
        return f"done in {(run.finished_at - run.started_at).total_seconds():.1f} s: {counts}"
    return f"{run.get_state_display().lower()}: {counts}\n  {run.error}"
