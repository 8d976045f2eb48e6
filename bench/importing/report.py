"""Ratios of one machine and one run, with their spread, against the goals and the floors."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Round:
    """Rows per second of each contestant, and how much the worker's memory grew above idle, in MB."""

    ours: float
    again: float
    copy: float
    bulk_create: float
    megabytes: float

    def line(self) -> str:
        return (
            f"ours {self.ours:,.0f} rows/s, again {self.again:,.0f}, COPY {self.copy:,.0f}, "
            f"bulk_create {self.bulk_create:,.0f}, {self.megabytes:.0f} MB above idle"
        )


@dataclass(frozen=True)
class Bound:
    """A figure with its goal and its floor; `most`: both are upper bounds."""

    name: str
    goal: float
    floor: float
    most: bool = False

    def line(self, values: Sequence[float]) -> tuple[str, bool]:
        middle = median(values)
        passed = middle <= self.floor if self.most else middle >= self.floor
        reached = middle <= self.goal if self.most else middle >= self.goal
        word = "goal reached" if reached else "between floor and goal" if passed else "BELOW THE FLOOR"
        spread = f"{min(values):.2f} to {max(values):.2f}"
        return f"{self.name:<38} {middle:8.2f}  ({spread}; goal {self.goal:g}, floor {self.floor:g})  {word}", passed


BOUNDS: tuple[tuple[Bound, Callable[[Round], float]], ...] = (
    (Bound("load / COPY into the same tables", 0.4, 0.33), lambda r: r.ours / r.copy),
    (Bound("load / bulk_create(update_conflicts)", 3, 2.5), lambda r: r.ours / r.bulk_create),
    (Bound("unchanged re-import / COPY", 0.75, 0.6), lambda r: r.again / r.copy),
    (Bound("MB above idle", 100, 150, most=True), lambda r: r.megabytes),
)


def verdict(rounds: Sequence[Round], long_megabytes: float | None) -> tuple[list[str], bool]:
    """The report, and whether no figure is below its floor."""
    told = [bound.line([figure(found) for found in rounds]) for bound, figure in BOUNDS]
    if long_megabytes is not None:
        told.append(Bound("MB above idle, three times the lines", 100, 150, most=True).line([long_megabytes]))
    return [line for line, _ in told], all(passed for _, passed in told)
