"""Collects the failures that a client's calls got over.

For those who show them to a person.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Troubles:
    """Each kind of trouble with how often it came, and the seconds that were waited for it."""

    met: dict[str, tuple[int, float]] = field(default_factory=dict)

    def add(self, what: str, seconds: float = 0.0) -> None:
        times, waited = self.met.get(what, (0, 0.0))
        self.met[what] = times + 1, waited + seconds

    def summary(self) -> str:
        """ "Throttled: 3 times, 4 s waited; Shopify answered 502: once"; "" when nothing was met."""
        return "; ".join(f"{what}: {_often(times)}{_waited(waited)}" for what, (times, waited) in self.met.items())


def _often(times: int) -> str:
    return "once" if times == 1 else f"{times} times"


def _waited(seconds: float) -> str:
    return f", {seconds:.0f} s waited" if seconds >= 0.5 else ""
