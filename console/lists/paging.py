"""Cuts a list into pages by key.

A mark says where the next page begins, so the last costs no more than the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.dateparse import parse_datetime

from integrations.text import as_id
from jobs.models.moments import in_utc

Row = TypeVar("Row", bound=Model)
# The moment (None in a list by id alone) and the id of the last row of a page.
Mark = tuple[datetime | None, int]


@dataclass(frozen=True)
class Page(Generic[Row]):
    """`next` is the mark at which the next page begins, "" when this was the last."""

    rows: list[Row]
    next: str


@dataclass(frozen=True)
class Key:
    """The order of a list: the newest first, or `ascending`; by the column `moment` and then by id, or by id alone."""

    moment: str = ""
    ascending: bool = False

    def page(self, rows: QuerySet[Row], mark: str, size: int) -> Page[Row]:
        """The first rows after the mark; another list's mark counts for none."""
        return self.cut(list(self.after(rows, self.read(mark))[: size + 1]), size)

    def cut(self, rows: Sequence[Row], size: int) -> Page[Row]:
        """Makes a page of rows that hold one more than it shows."""
        shown = list(rows[:size])
        return Page(shown, self.mark(shown[-1]) if shown and len(rows) > size else "")

    def after(self, rows: QuerySet[Row], mark: Mark | None) -> QuerySet[Row]:
        """Those that come after the mark, in this order."""
        columns = [self.moment, "id"] if self.moment else ["id"]
        ordered = rows.order_by(*(name if self.ascending else f"-{name}" for name in columns))
        return ordered.filter(self._beyond(mark, "gt" if self.ascending else "lt")) if mark else ordered

    def before(self, mark: Mark) -> Q:
        """Those that come before the mark.

        That is what is new in a list since its first page was drawn.
        """
        return self._beyond(mark, "lt" if self.ascending else "gt")

    def mark(self, row: Model) -> str:
        return f"{getattr(row, self.moment).isoformat()}_{row.pk}" if self.moment else str(row.pk)

    def read(self, mark: str) -> Mark | None:
        """Reads a mark; None if it is none of this list's.

        A plus in an address may have come as a blank.
        """
        at, _, number = mark.rpartition("_")
        pk = as_id(number)
        if pk is None or not self.moment:
            return None if pk is None or at else (None, pk)
        try:
            moment = parse_datetime(at.replace(" ", "+"))
            return (in_utc(moment), pk) if moment and moment.tzinfo else None
        except ValueError:
            return None

    def _beyond(self, mark: Mark, side: str) -> Q:
        at, pk = mark
        if at is None:
            return Q(**{f"pk__{side}": pk})
        same = Q(**{self.moment: at, f"pk__{side}": pk})
        # The second half says nothing new, but lets PostgreSQL begin in the middle of the index.
        return (Q(**{f"{self.moment}__{side}": at}) | same) & Q(**{f"{self.moment}__{side}e": at})


BY_ID = Key()
BY_ID_ASCENDING = Key(ascending=True)
