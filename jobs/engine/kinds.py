"""Which tables hold work: `kind` in a wake-up message → model. Floors above register theirs, so that all are swept."""

from dataclasses import dataclass

from jobs.models.run import JobRun
from work.item import WorkItem


@dataclass(frozen=True)
class Kind:
    """`drain` names the task that takes rows up in batches, on `queue`; empty: every row is sent by itself."""

    model: type[WorkItem]
    drain: str = ""
    queue: str = "jobs"


_kinds: dict[str, Kind] = {"run": Kind(JobRun)}


def register(kind: str, model: type[WorkItem], *, drain: str = "", queue: str = "jobs") -> None:
    _kinds[kind] = Kind(model, drain, queue)


def every() -> dict[str, Kind]:
    return dict(_kinds)


def models() -> dict[str, type[WorkItem]]:
    return {name: kind.model for name, kind in _kinds.items()}
