"""The filters of a list of runs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import ClassVar

from console.lists.filters import Narrowing
from jobs import registry
from jobs.categories import Category
from jobs.models import State
from jobs.models.run import Origin

FAILED, UNDER_WAY = "failed", "under_way"
# "Failed" as an operator means it: dead, or done with failed records.
STATES = ((FAILED, "Failed"), (UNDER_WAY, "Under way"), *State.choices)


@dataclass(frozen=True)
class Filters(Narrowing):
    KNOWN: ClassVar[Mapping[str, Collection[str]]] = {
        "state": dict(STATES),
        "category": Category.values,
        "origin": Origin.values,
    }

    state: str = ""
    category: str = ""
    job: str = ""
    shop: str = ""
    origin: str = ""
    who: str = ""
    q: str = ""

    def words(self) -> str:
        """Says in words what is looked for: `dead, of Orders, "timeout"`."""
        job = registry.find(self.job)
        parts = [dict(STATES).get(self.state, "").lower(), f"of {job.name}" if job else ""]
        parts.append(f"of {Category(self.category).label}" if self.category else "")
        parts.append(f"by {self.who}" if self.who else "")
        parts.append(f"“{self.q}”" if self.q else "")
        return ", ".join(part for part in parts if part)
