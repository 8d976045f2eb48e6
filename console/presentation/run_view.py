"""A run as every page shows it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import cast

from django.urls import reverse

from console.presentation import counters as counting
from console.presentation import phases
from console.presentation.estimate import Estimate, History, duration, estimate
from console.presentation.states import Shown, shown
from jobs import registry
from jobs.models import JobRun, State
from work.item import ACTIVE


@dataclass(frozen=True)
class RunView:
    """`past` are earlier runs of its job, `now` is when the page is drawn: an estimate rests on both.

    What only few pages show is looked up when they ask: a list has fifty of these.
    """

    run: JobRun
    name: str
    shown: Shown
    active: bool
    seconds: float | None
    past: History
    now: datetime

    @cached_property
    def counters(self) -> list[counting.Counter]:
        return counting.counters(self.run)

    @property
    def counted_deeds(self) -> bool:
        """Whether it counted anything that is more than having looked."""
        return any(counter.deed for counter in self.counters)

    @property
    def summary(self) -> str:
        return counting.summary(self.counters, dry=self.run.dry)

    @property
    def done(self) -> int:
        """Records of the present phase."""
        return int(self.run.progress.get("done") or 0)

    @property
    def total(self) -> int | None:
        """Records that the present phase will have seen; None when nobody knows it."""
        return cast(int | None, self.run.progress.get("total"))

    @property
    def rate(self) -> float | None:
        return cast(float | None, self.run.progress.get("rate"))

    @property
    def note(self) -> str:
        return str(self.run.progress.get("note") or "")

    @property
    def phase(self) -> str:
        return phases.word(self._phase)

    @property
    def steps(self) -> list[phases.Step]:
        return phases.steps(self._phase)

    @property
    def _phase(self) -> str:
        return str(self.run.progress.get("phase") or "")

    @property
    def estimate(self) -> Estimate:
        return estimate(self.run, self.past, self.now)

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
    return RunView(run, name_of(run.key), shown(run), run.state in ACTIVE, duration(run), past, now)


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
