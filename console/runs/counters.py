"""Puts a run's counts in the same order on every page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jobs.models import JobRun

ORDER = ("read", "created", "updated", "unchanged", "skipped", "failed")
# What these count is no deed: the run has looked, and at most said something.
_LOOKED = frozenset({"read", "unchanged", "skipped", "failed", "warnings", "log_lines", "not_approved"})
# Of the words in a counter's name only plurals end so: `warnings`, `log_lines`, `returns_created`.
_PLURAL = re.compile(r"s\b")


@dataclass(frozen=True)
class Counter:
    name: str
    value: int

    @property
    def label(self) -> str:
        return self.name.replace("_", " ").capitalize()

    @property
    def words(self) -> str:
        """`1,200 created`, `2 warnings`, `1 warning`."""
        name = self.label.lower()
        return f"{self.value:,} {_PLURAL.sub('', name) if self.value == 1 else name}"

    @property
    def deed(self) -> bool:
        return self.value > 0 and self.name not in _LOOKED

    @property
    def bad(self) -> bool:
        return self.name == "failed" and self.value > 0


def counters(run: JobRun) -> list[Counter]:
    """Lists the six counts of every run, then those of its job."""
    extra = sorted(set(run.counters) - set(ORDER))
    return [Counter(name, int(run.counters.get(name, 0))) for name in (*ORDER, *extra)]


def summary(counted: Sequence[Counter], *, dry: bool = False) -> str:
    """`1,200 created, 3 failed`, of a dry run `1,200 created, if run`; what is zero goes without saying."""
    parts = [c.words for c in counted if c.value and c.name != "read"]
    if parts:
        return ", ".join([*parts, "if run"] if dry else parts)
    read = next((c.value for c in counted if c.name == "read"), 0)
    return f"{read:,} read" if read else "nothing counted"
