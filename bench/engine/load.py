"""Runs to be carried out, and what became of them."""

from dataclasses import dataclass, field

from bench.engine import probes
from bench.engine.stage import until
from jobs.engine import wake
from jobs.models import JobRun, State
from work.item import ACTIVE


def add(key: str, count: int) -> list[int]:
    """Due at once; their messages are the sweepers' business."""
    return [run.pk for run in JobRun.objects.bulk_create(JobRun(key=key, origin="job") for _ in range(count))]


def add_woken(key: str) -> int:
    """As `add`, with its message."""
    (pk,) = add(key, 1)
    wake.run(pk, "jobs")
    return pk


def drained(patience: float) -> float | None:
    return until(lambda: not JobRun.objects.filter(state__in=ACTIVE).exists(), patience)


@dataclass
class Books:
    """Runs asked for against effects found; both lists are empty when all is well."""

    lost: list[int] = field(default_factory=list)
    doubled: list[tuple[int, int]] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not self.lost and not self.doubled


def books(pks: list[int], parts: int = 2) -> Books:
    """By their effects, not by their states."""
    found = probes.effects()
    lost = [pk for pk in pks if any((pk, part) not in found for part in range(parts))]
    return Books(lost, [place for place, count in found.items() if count > 1])


def states(pks: list[int]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for state in JobRun.objects.filter(pk__in=pks).values_list("state", flat=True):
        counts[state] = counts.get(state, 0) + 1
    return {state: counts[state] for state in State.values if state in counts}
