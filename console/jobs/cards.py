"""A job as a card: its form, its runs, unmet prerequisites."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.urls import reverse
from django.utils import timezone

from console.frame.job_forms import empty, slug
from console.jobs.result_bars import Bars, bars
from console.runs import recent
from console.runs.estimate import history as past_of
from console.runs.run_view import RunView, describe
from jobs import prerequisites, registry
from jobs.definition import JobDefinition
from jobs.models import JobRun
from jobs.prerequisites import Unmet
from oms.models import Shop
from work.item import ACTIVE

# One may be under way and one in line; the next has ended.
PREVIEWS = 3


@dataclass(frozen=True)
class Reason:
    """Why a job may not run yet, and where that is mended.

    In another job, or at the shops' connections.
    """

    text: str
    key: str
    name: str

    @property
    def url(self) -> str:
        return reverse("console:job", args=[self.key]) if self.key else reverse("console:shops")


@dataclass
class Card:
    """A job with its form, its runs and what keeps it back.

    `under_way` is the run that has begun or waits; `last` the newest real one that has ended, `preview` a dry run
    that has ended since.
    """

    job: JobDefinition
    slug: str
    form: forms.Form
    under_way: RunView | None
    last: RunView | None
    preview: RunView | None
    bars: Bars
    locked: list[Reason]
    step: int = 0

    @property
    def busy(self) -> bool:
        """Whether another run has to wait: nobody does for a preview."""
        return self.under_way is not None and not self.under_way.run.dry

    @property
    def resumable(self) -> bool:
        return self.under_way is None and self.last is not None and self.last.run.resumable

    @property
    def run_id(self) -> int | None:
        shown = self.under_way or self.last
        return shown.run.pk if shown else None


def cards(jobs: Sequence[JobDefinition], shop: Shop | None) -> list[Card]:
    """Makes cards in the order given.

    How many queries depends on the number of jobs, never on that of runs.
    """
    keys = [job.key for job in jobs]
    runs, previews = recent.recent(keys, shop), recent.recent(keys, shop, PREVIEWS, dry=True)
    now = timezone.now()
    return [card(job, runs[job.key], previews[job.key], reasons(job, shop), now) for job in jobs]


def card(
    job: JobDefinition, runs: Sequence[JobRun], previews: Sequence[JobRun], locked: list[Reason], now: datetime
) -> Card:
    """Makes a card of runs and previews, each newest first.

    The results of a job are those of its real runs alone.
    """
    past = past_of(runs)
    active = (run for run in (*runs, *previews) if run.state in ACTIVE and not planned(run, now))
    # A preview is in nobody's way: what really runs, or waits, is shown before it.
    begun_first = sorted(active, key=lambda run: (run.dry, run.started_at is None))
    ended, previewed = _ended(runs), _ended(previews)
    if previewed and ended and previewed.created_at < ended.created_at:
        previewed = None
    return Card(
        job=job,
        slug=slug(job.key),
        form=empty(job),
        under_way=describe(begun_first[0], past, now) if begun_first else None,
        last=describe(ended, past, now) if ended else None,
        preview=describe(previewed, past, now) if previewed else None,
        bars=bars(runs),
        locked=locked,
    )


def _ended(newest_first: Sequence[JobRun]) -> JobRun | None:
    return next((run for run in newest_first if run.state not in ACTIVE), None)


def planned(run: JobRun, now: datetime) -> bool:
    """Whether it waits for a later moment: nothing is under way yet."""
    return run.started_at is None and run.due_at > now


def reasons(job: JobDefinition, shop: Shop | None) -> list[Reason]:
    return [named(unmet) for unmet in prerequisites.unmet(job, shop)]


def named(unmet: Unmet) -> Reason:
    mends = registry.find(unmet.job_key)
    return Reason(unmet.text, unmet.job_key, mends.name if mends else "To the shops")
