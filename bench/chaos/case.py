"""What a case is, and how its outcome is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bench.chaos.stage import Stage


@dataclass(frozen=True)
class Case:
    """`play` brings the fault about, sees to the recovery an operator or supervisor would see to, waits for the run's
    end and says what it hit. `told`: what the run's log must say afterwards, by regular expression and in how many
    lines; None = in at least one.
    """

    subject: str
    name: str
    play: Callable[[Stage], str]
    told: Mapping[str, int | None] = field(default_factory=dict)
    lease: float | None = None

    @property
    def title(self) -> str:
        return f"{self.subject} {self.name}"


@dataclass(frozen=True)
class Outcome:
    title: str
    hit: str
    seconds: float
    wrong: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.wrong

    def line(self) -> str:
        """One line, and one more for each thing that is wrong."""
        first = f"{'PASS' if self.passed else 'FAIL'}  {self.title:<52} {self.seconds:5.1f} s  {self.hit}"
        return "\n".join([first, *(f"      {sentence}" for sentence in self.wrong)])
