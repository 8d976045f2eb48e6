"""What a run counted, in one order everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from jobs.models import JobRun

ORDER = ("read", "created", "updated", "unchanged", "skipped", "failed")


@dataclass(frozen=True)
class Counter:
    name: str
    value: int

    @property
    def label(self) -> str:
        return self.name.replace("_", " ").capitalize()

    @property
    def bad(self) -> bool:
        return self.name == "failed" and self.value > 0


def counters(run: JobRun) -> list[Counter]:
    """The six that every run has, then whatever else its job counts."""
    extra = sorted(set(run.counters) - set(ORDER))
    return [Counter(name, int(run.counters.get(name, 0))) for name in (*ORDER, *extra)]


def summary(counted: Sequence[Counter]) -> str:
    """`1,200 created, 3 failed`; what is zero goes without saying."""
    parts = [f"{c.value:,} {c.label.lower()}" for c in counted if c.value and c.name != "read"]
    if parts:
        return ", ".join(parts)
    read = next((c.value for c in counted if c.name == "read"), 0)
    return f"{read:,} read" if read else "nothing counted"
