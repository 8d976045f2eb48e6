"""What a list of runs is narrowed down to, read from the address and written back to it."""

from dataclasses import dataclass, fields
from urllib.parse import urlencode

from django.http import QueryDict

from jobs import registry
from jobs.categories import Category
from jobs.models import State
from jobs.models.run import Origin

FAILED, UNDER_WAY = "failed", "under_way"
# "Failed" as an operator means it: dead, or done with failed records.
STATES = ((FAILED, "Failed"), (UNDER_WAY, "Under way"), *State.choices)
_KNOWN = {
    "state": {value for value, _ in STATES},
    "category": set(Category.values),
    "origin": set(Origin.values),
}


@dataclass(frozen=True)
class Filters:
    """Each "" = all. Nonsense in the address counts for nothing."""

    state: str = ""
    category: str = ""
    job: str = ""
    shop: str = ""
    origin: str = ""
    who: str = ""
    q: str = ""

    @classmethod
    def of(cls, sent: QueryDict) -> "Filters":
        given = {field.name: sent.get(field.name, "").replace("\x00", "").strip()[:200] for field in fields(cls)}
        for name, known in _KNOWN.items():
            if given[name] not in known:
                given[name] = ""
        if not (given["shop"].isdecimal() and len(given["shop"]) < 10):
            given["shop"] = ""
        return cls(**given)

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    @property
    def query(self) -> str:
        """As in an address, without a leading question mark."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        return urlencode({name: value for name, value in given.items() if value})

    def words(self) -> str:
        """`dead, of Orders, "timeout"`: what is looked for, for a sentence that says how many there are."""
        job = registry.find(self.job)
        parts = [dict(STATES).get(self.state, "").lower(), f"of {job.name}" if job else ""]
        parts.append(f"of {Category(self.category).label}" if self.category else "")
        parts.append(f"by {self.who}" if self.who else "")
        parts.append(f"“{self.q}”" if self.q else "")
        return ", ".join(part for part in parts if part)
