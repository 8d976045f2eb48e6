"""A run as every page shows it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import cast

from django.urls import reverse

from console.presentation.states import Shown, shown
from console.runs import counters as counting
from console.runs.estimate import Estimate, History, duration, estimate
from jobs import registry
from jobs.models import JobRun, State
from work.item import ACTIVE

STAGES = ("Requested", "Running at Shopify", "Downloading", "Loading")
# The phases as the bulk load names them, and the stage each belongs to.
_STAGE = {"asking shopify": 0, "waiting for shopify": 1, "downloading": 2, "sorting": 3, "loading": 3}


@dataclass(frozen=True)
class Step:
    word: str
    state: str  # "past", "present" or "future"


@dataclass(frozen=True)
class RunView:
    """A run with its name, state, counts and estimate.

    `past` are earlier runs of its job, `now` is when the page is drawn: an estimate rests on both. What only few pages
    show is looked up when they ask: a list has fifty of these.
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
        """Whether it counted anything beyond having looked."""
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
        return self._phase.replace("_", " ").capitalize()

    @property
    def steps(self) -> list[Step]:
        return steps(self._phase)

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
    return RunView(run, registry.name_of(run.key), shown(run), run.state in ACTIVE, duration(run), past, now)


def steps(phase: str) -> list[Step]:
    """All stages with where the run is; none when the run doesn't go through them."""
    place = _STAGE.get(phase.lower())
    if place is None:
        return []
    return [
        Step(word, "past" if number < place else "present" if number == place else "future")
        for number, word in enumerate(STAGES)
    ]


@lru_cache(maxsize=500)
def _job_url(key: str) -> str:
    return reverse("console:job", args=[key])


@lru_cache(maxsize=1)
def _runs_url() -> str:
    """The beginning of every run's address.

    Looking one up costs more than the rest of its row.
    """
    return reverse("console:run", args=[0]).removesuffix("0/")
