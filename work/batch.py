"""Claims, keeps and ends many due rows of one table at once.

Claims stand in line behind one lock for each table, so that a lane which one worker holds is seen by the next. Rows
whose worker was killed once are suspects: few are taken at a time. Those whose worker was killed twice are accused:
each is taken alone, so that only one which kills its process by itself comes to its third death.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from django.conf import settings
from django.db import connection, transaction

from work import shutdown
from work.claim import Item, me
from work.item import MAX_DEATHS

CLEAN = "state = 'pending' AND due_at <= now() AND deaths = 0"
_LEFT = "state = 'running' AND lease_until < now()"
SUSPECT = f"(state = 'pending' AND due_at <= now() AND deaths = 1 OR {_LEFT} AND deaths = 0)"
ACCUSED = f"""(state = 'pending' AND due_at <= now() AND deaths > 1
    OR {_LEFT} AND deaths > 0 AND deaths < %(deaths)s)"""
_CLAIM = """
WITH {held} due AS (
    SELECT id FROM {table} item
    WHERE {which} {apart}
    ORDER BY due_at, id
    LIMIT %(most)s
    FOR UPDATE SKIP LOCKED
)
UPDATE {table} item
SET state = 'running', token = token + 1,
    deaths = deaths + CASE WHEN state = 'running' THEN 1 ELSE 0 END,
    started_at = coalesce(started_at, now()), lease_until = now() + make_interval(secs => %(lease)s),
    claimed_by = %(me)s, enqueued_at = NULL
FROM due WHERE item.id = due.id
RETURNING item.*
"""
_HELD = """held AS MATERIALIZED (
    SELECT {lane} FROM {table} WHERE state = 'running' AND lease_until >= now() AND {named} <> ''
),"""
# Hashed once. Asked again for each row, a crowd of suspects took seconds to claim one of them.
_APART = "AND ({lane}) NOT IN (SELECT {lane} FROM held)"
_DONE = "state = 'done', finished_at = now(), lease_until = NULL, error = '', traceback = '', fingerprint = ''"
_UPDATE = "UPDATE {table} SET {columns} WHERE state = 'running' AND (id, token) IN %s RETURNING id"


@dataclass(frozen=True)
class Batches(Generic[Item]):
    """How the rows of `model` are taken up together.

    `lane`: columns, never null, whose values two rows must share to be kept from being worked on side by side; a row in
    which the last of them is empty is in no lane. `most` and `few`: how many clean rows, how many suspects at a time.
    """

    model: type[Item]
    lane: tuple[str, ...] = ()
    most: int = 100
    few: int = 10

    def drain(self, carry_out: Callable[[list[Item]], object]) -> int:
        """How many rows were taken up. Ends when none is due, or when the worker is asked to end."""
        taken = 0
        while not shutdown.asked():
            before = taken
            for take in (self.clean, self.suspects, self.accused):
                items = take()
                if items:
                    carry_out(items)
                taken += len(items)
            if taken == before:
                break
        return taken

    def clean(self) -> list[Item]:
        return self._claim(CLEAN, self.most)

    def suspects(self) -> list[Item]:
        return self._claim(SUSPECT, self.few)

    def accused(self) -> list[Item]:
        return self._claim(ACCUSED, 1)

    def renew(self, items: Sequence[Item]) -> None:
        """A new lease for what waits its turn in a batch."""
        self._update("lease_until = now() + make_interval(secs => %s)", [settings.ENGINE_LEASE], items)

    def release(self, items: Sequence[Item]) -> None:
        """Back into the queue, as if never taken: the worker is asked to end."""
        self._update("state = 'pending', lease_until = NULL", [], items)

    def finish(self, items: Sequence[Item]) -> set[int]:
        """End them as done, first thing in the transaction of their effects. Those not in the answer are not ours."""
        return self._update(_DONE, [], items)

    def sql(self, which: str) -> str:
        """The statement that claims `which`; its values are those of `values`."""
        names = {"table": self.model._meta.db_table, "lane": ", ".join(self.lane)}
        held = _HELD.format(**names, named=self.lane[-1]) if self.lane else ""
        return _CLAIM.format(**names, which=which, held=held, apart=_APART.format(**names) if self.lane else "")

    def values(self, most: int) -> dict[str, Any]:
        return {"most": most, "lease": settings.ENGINE_LEASE, "me": me(), "deaths": MAX_DEATHS - 1}

    def _claim(self, which: str, most: int) -> list[Item]:
        with transaction.atomic():
            with connection.cursor() as cursor:
                table = self.model._meta.db_table
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext('claim'), hashtext(%s))", [table])
            rows = list(self.model._default_manager.raw(self.sql(which), self.values(most)))
        return sorted(rows, key=lambda row: (row.due_at, row.pk))

    def _update(self, columns: str, values: list[Any], items: Sequence[Item]) -> set[int]:
        """The ids of those that were still ours."""
        claims = tuple((item.pk, item.token) for item in items)
        with connection.cursor() as cursor:
            table = self.model._meta.db_table
            cursor.execute(_UPDATE.format(table=table, columns=columns), [*values, claims])
            return {pk for (pk,) in cursor.fetchall()}
