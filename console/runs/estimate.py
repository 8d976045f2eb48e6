"""Estimates how long a run will still take.

By the rate it has now, else by what earlier runs of the job took.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from console.presentation.times import span
from jobs.models import JobRun, State


@dataclass(frozen=True)
class History:
    """How long the last good runs took, and how fast they were.

    `seconds` a whole run takes, `rate` records per second. None = no such run.
    """

    seconds: float | None = None
    rate: float | None = None


@dataclass(frozen=True)
class Estimate:
    """`left` in seconds, None when nobody can say; `text` says it, with what it rests on."""

    left: float | None
    text: str


def history(runs: Iterable[JobRun]) -> History:
    """Takes medians, so that one strange night doesn't count."""
    seconds, rates = [], []
    for run in runs:
        took = duration(run)
        if run.state != State.DONE or run.dry or not took:
            continue
        seconds.append(took)
        read = int(run.counters.get("read", 0))
        if read:
            rates.append(read / took)
    return History(median(seconds) if seconds else None, median(rates) if rates else None)


def duration(run: JobRun) -> float | None:
    """Seconds from its first claim to its end; None while it runs, or when it never began."""
    if run.started_at is None or run.finished_at is None:
        return None
    return (run.finished_at - run.started_at).total_seconds()


def estimate(run: JobRun, past: History, now: datetime) -> Estimate:
    progress = run.progress
    total, done = progress.get("total"), progress.get("done") or 0
    if total and total > done:
        if rate := progress.get("rate"):
            return _left((total - done) / rate, "at this rate")
        if past.rate:
            return _left((total - done) / past.rate, "as in earlier runs")
    if run.started_at is None:
        usual = "" if past.seconds is None else f" (usually takes {span(past.seconds)})"
        return Estimate(None, f"Not begun yet{usual}")
    if past.seconds is None:
        return Estimate(None, "No earlier run to compare with")
    left = past.seconds - (now - run.started_at).total_seconds()
    if left < 0:
        return Estimate(None, f"Longer than usual (usually {span(past.seconds)})")
    return _left(left, "as in earlier runs")


def _left(seconds: float, why: str) -> Estimate:
    return Estimate(seconds, f"About {span(seconds)} left, {why}")
