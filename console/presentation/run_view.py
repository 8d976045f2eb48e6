"""A run as every page shows it."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from django.urls import reverse

from console.presentation import counters, phases
from console.presentation.estimate import Estimate, History, duration, estimate
from console.presentation.states import Shown, shown
from jobs import registry
from jobs.models import JobRun, State
from jobs.models.work import ACTIVE


@dataclass(frozen=True)
class RunView:
    """`done` and `total` are of the present phase; `total` None when nobody knows it."""

    run: JobRun
    name: str
    shown: Shown
    active: bool
    seconds: float | None
    counters: list[counters.Counter]
    summary: str
    done: int
    total: int | None
    rate: float | None
    note: str
    phase: str
    estimate: Estimate
    steps: list[phases.Step] = field(default_factory=list)

    @property
    def percent(self) -> int | None:
        return min(100, int(100 * self.done / self.total)) if self.total else None

    @property
    def stoppable(self) -> bool:
        return self.active and not self.run.cancel_requested

    @property
    def resume_word(self) -> str:
        """A stopped run goes on; a dead one tries again. Both at the last committed chunk."""
        return "Resume" if self.run.state == State.CANCELLED else "Retry"

    @property
    def job_url(self) -> str:
        return _job_url(self.run.key)

    @property
    def url(self) -> str:
        return f"{_runs_url()}{self.run.pk}/"

    @property
    def begun(self) -> bool:
        return self.run.started_at is not None


def describe(run: JobRun, past: History, now: datetime) -> RunView:
    progress = run.progress
    counted = counters.counters(run)
    return RunView(
        run=run,
        name=name_of(run.key),
        shown=shown(run),
        active=run.state in ACTIVE,
        seconds=duration(run),
        counters=counted,
        summary=counters.summary(counted),
        done=int(progress.get("done") or 0),
        total=progress.get("total"),
        rate=progress.get("rate"),
        note=str(progress.get("note") or ""),
        phase=phases.word(str(progress.get("phase") or "")),
        estimate=estimate(run, past, now),
        steps=phases.steps(str(progress.get("phase") or "")),
    )


@lru_cache(maxsize=500)
def _job_url(key: str) -> str:
    return reverse("console:job", args=[key])


@lru_cache(maxsize=1)
def _runs_url() -> str:
    """What the address of every run begins with; looking one up costs more than the rest of its row."""
    return reverse("console:run", args=[0]).removesuffix("0/")


def name_of(key: str) -> str:
    """The job's name; the bare key of a job that is gone."""
    definition = registry.find(key)
    return definition.name if definition else key
