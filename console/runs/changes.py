"""Groups the changes that a run made, or would make.

The first fifty of each kind, and how many there are in all.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import NoReverseMatch, reverse

from console.presentation.audit import words
from jobs.models import JobRun, RunChange

# The page of a record, where it has one.
_PAGES = {"oms.orderheader": "console:order", "jobs.jobrun": "console:run"}


@dataclass(frozen=True)
class Change:
    reference: str
    url: str
    detail: list[tuple[str, str]]


@dataclass
class Changes:
    """Changes of one kind and action; `cut` when more were counted."""

    kind: str
    action: str
    rows: list[Change] = field(default_factory=list)

    @property
    def title(self) -> str:
        return f"{self.kind.replace('_', ' ').capitalize()} {self.action.replace('_', ' ')}"

    @property
    def cut(self) -> bool:
        return len(self.rows) >= 50


def changes(run: JobRun) -> list[Changes]:
    """Groups them in the order in which each kind first happened.

    One query.
    """
    return grouped(run.changes.order_by("id")[:1000])


def grouped(rows: Iterable[RunChange]) -> list[Changes]:
    found: dict[tuple[str, str], Changes] = {}
    for row in rows:
        group = found.setdefault((row.kind, row.action), Changes(row.kind, row.action))
        detail = [(name.replace("_", " "), words(value)) for name, value in row.detail.items()]
        group.rows.append(Change(row.reference, page_of(row.object_type, row.object_id), detail))
    return list(found.values())


def page_of(object_type: str, object_id: str) -> str:
    """The address of a record's page, "" where it has none."""
    page = _PAGES.get(object_type)
    if not page or not object_id:
        return ""
    try:
        return reverse(page, args=[object_id])
    except NoReverseMatch:
        return ""
