"""From the rounds to ratios: median and spread, goal, floor, verdict."""

from dataclasses import dataclass
from statistics import median

from bench.receiving.intake import Rate


@dataclass(frozen=True)
class Round:
    pgbench: Rate
    ours: Rate
    usual: Rate
    kept: Rate
    drained: float
    tasks: float

    def line(self) -> str:
        return (
            f"pgbench {self.pgbench.a_second:,.0f}/s, ours {self.ours.a_second:,.0f}/s (p50 {self.ours.p50:.1f} ms,"
            f" p99 {self.ours.p99:.1f} ms), usual view {self.usual.a_second:,.0f}/s, {self.kept.a_second:,.0f}/s with"
            " connections kept; processor time"
            f" {self.pgbench.cost:.2f}, {self.ours.cost:.2f}, {self.usual.cost:.2f}, {self.kept.cost:.2f} ms each;"
            f" drained {self.drained:,.0f}/s, one task each {self.tasks:,.0f}/s"
        )


@dataclass(frozen=True)
class Measure:
    """`goal` is what we want, `floor` what must be; `low` when small is good."""

    name: str
    values: list[float]
    goal: float
    floor: float
    low: bool = False

    @property
    def middle(self) -> float:
        return median(self.values)

    def reaches(self, mark: float) -> bool:
        return self.middle <= mark if self.low else self.middle >= mark

    def line(self) -> str:
        word = "goal reached" if self.reaches(self.goal) else "above the floor"
        word = word if self.reaches(self.floor) else "BELOW THE FLOOR"
        spread = f"{min(self.values):.2f} to {max(self.values):.2f}"
        return f"{self.name:<44} {self.middle:8.2f}  ({spread}; goal {self.goal:g}, floor {self.floor:g})  {word}"


def measures(rounds: list[Round]) -> list[Measure]:
    return [
        Measure("receiver ÷ pgbench", [r.ours.a_second / r.pgbench.a_second for r in rounds], 0.8, 0.4),
        Measure("receiver ÷ usual Django view", [r.ours.a_second / r.usual.a_second for r in rounds], 25, 10),
        Measure("receiver p99 at 64 connections, ms", [r.ours.p99 for r in rounds], 40, 80, low=True),
        Measure("events drained ÷ one Celery task each", [r.drained / r.tasks for r in rounds], 10, 5),
        Measure(
            "answers that were no 200",
            [float(r.ours.wrong + r.usual.wrong + r.kept.wrong) for r in rounds],
            0,
            0,
            low=True,
        ),
    ]


def verdict(rounds: list[Round]) -> tuple[list[str], bool]:
    found = measures(rounds)
    kept = median([one.ours.a_second / one.kept.a_second for one in rounds])
    parts = {"pgbench": "pgbench", "receiver": "ours", "usual view": "usual", "with connections kept": "kept"}
    costs = {word: median([getattr(one, name).cost for one in rounds]) for word, name in parts.items()}
    told = "processor time of one delivery, ms: " + ", ".join(f"{word} {cost:.2f}" for word, cost in costs.items())
    beside = f"receiver ÷ usual view that keeps its connections: {kept:.1f}"
    passed = all(measure.reaches(measure.floor) for measure in found)
    return [*(measure.line() for measure in found), beside, told], passed
