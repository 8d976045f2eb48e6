"""Groups a category's jobs by the group that each card names."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from jobs.definition import JobDefinition

MORE = "More jobs"


@dataclass
class Group:
    """A card of jobs. One without a title is all there is on the page."""

    title: str
    jobs: list[JobDefinition] = field(default_factory=list)


def groups(jobs: Sequence[JobDefinition]) -> list[Group]:
    """Each job once, groups in the order of their first jobs; those that name none come last, under "More jobs"."""
    named: dict[str, Group] = {}
    for job in jobs:
        named.setdefault(job.group, Group(job.group)).jobs.append(job)
    if rest := named.pop("", None):
        named[MORE] = Group(MORE if named else "", rest.jobs)
    return list(named.values())
