"""Draws the last results as bars.

The height is the duration, the colour the state.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from console.presentation.states import Shown, shown
from console.presentation.times import span
from console.runs.estimate import duration
from jobs.models import JobRun

COUNT, WIDTH, GAP, HEIGHT, LEAST = 30, 6, 2, 28, 5


@dataclass(frozen=True)
class Bar:
    x: int
    y: int
    height: int
    shown: Shown
    title: str


@dataclass(frozen=True)
class Bars:
    """Bars from old to new, the newest at the right edge.

    `words` says the same for those who don't see it.
    """

    bars: list[Bar]
    words: str
    width: int = COUNT * (WIDTH + GAP) - GAP
    height: int = HEIGHT
    bar_width: int = WIDTH


def bars(newest_first: Sequence[JobRun]) -> Bars:
    runs = [run for run in newest_first if run.finished_at][:COUNT][::-1]
    longest = max((duration(run) or 0 for run in runs), default=0) or 1
    start = COUNT - len(runs)
    found = [_bar(run, (start + place) * (WIDTH + GAP), longest) for place, run in enumerate(runs)]
    return Bars(found, _words(runs))


def _bar(run: JobRun, x: int, longest: float) -> Bar:
    seconds = duration(run) or 0
    height = max(LEAST, round(HEIGHT * seconds / longest))
    state = shown(run)
    return Bar(x, HEIGHT - height, height, state, f"Run {run.pk}: {state.word}, {span(seconds)}")


def _words(runs: Sequence[JobRun]) -> str:
    if not runs:
        return "No run yet"
    kinds = Counter(_kind(run) for run in runs)
    many = "The last run" if len(runs) == 1 else f"The last {len(runs)} runs"
    return f"{many}: " + ", ".join(f"{count} {word}" for word, count in kinds.most_common())


def _kind(run: JobRun) -> str:
    look = shown(run)
    return "done with failed records" if look.key == "done-failed" else look.word.lower()
