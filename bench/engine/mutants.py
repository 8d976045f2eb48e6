"""Defects that the verbs must notice, or their green lines mean nothing. Each is planted where it would live: in
workers and clocks, in the process that asks for runs, or in the database.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models


def slots_unlocked() -> None:
    """Whoever decides a schedule's slots does not keep others from it: the first line against doubled slots is off."""
    from jobs.engine import due_slots
    from jobs.models import Schedule

    class Unlocked(models.QuerySet[Schedule]):
        def select_for_update(self, *args: Any, **kwargs: Any) -> "Unlocked":
            return self

    with_clock = due_slots.with_clock

    def unlocked() -> models.QuerySet[Schedule]:
        found = with_clock()
        found.__class__ = Unlocked
        return found

    due_slots.with_clock = unlocked


def slots_not_unique() -> None:
    """In the database: the second line, the unique (schedule, slot), is gone too."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE jobs_jobrun DROP CONSTRAINT jobrun_one_per_slot")


def fence_off() -> None:
    """A worker that lost its run goes on writing."""
    from work import claim

    def held(item: Any) -> Any:
        return type(item)._default_manager.filter(pk=item.pk)

    claim.held = held


def sweeper_off() -> None:
    """Nobody looks for runs whose message was lost or whose worker died."""
    from jobs import tasks, worker

    def nothing(part: str) -> int:
        return 0

    worker.tick = tasks.tick = nothing  # type: ignore[attr-defined]


def woken_before_commit() -> None:
    """The message goes out while the run is not yet there to be found."""
    from jobs.engine import wake

    def at_once(item: Any) -> None:
        wake.run(item.pk, item.queue)

    wake.after_commit = at_once


def stock_read_and_written() -> None:
    """The level is read, added to in Python, and written back: what others wrote in between is gone."""
    from oms.inventory import ledger
    from oms.models import InventoryDetail, InventoryLevel

    def record(cursor: Any, entries: Sequence[ledger.Entry]) -> int:
        for entry in entries:
            level = InventoryLevel.objects.get(product=entry.product_id, facility=entry.facility_id)
            InventoryDetail.objects.create(
                level=level, qoh_diff=entry.qoh, atp_diff=entry.atp, reason=entry.reason, key=entry.key
            )
            InventoryLevel.objects.filter(pk=level.pk).update(qoh=level.qoh + entry.qoh, atp=level.atp + entry.atp)
        return len(entries)

    ledger._record = record


@dataclass(frozen=True)
class Mutant:
    """`verb` and its options must fail, and `noticed` say of its figures that they name this very defect."""

    verb: tuple[str, ...]
    noticed: Callable[[Mapping[str, Any]], bool]
    in_workers: Callable[[], None] | None = None
    in_harness: Callable[[], None] | None = None


MUTANTS: Mapping[str, Mutant] = {
    "slots-not-unique": Mutant(
        ("beats", "--seconds", "45"),
        lambda told: any("rows for" in line for line in told["wrong"]),
        in_workers=slots_unlocked,
        in_harness=slots_not_unique,
    ),
    "fence-off": Mutant(("fencing", "--rounds", "1"), lambda told: told["double_writes"] > 0, in_workers=fence_off),
    "sweeper-off": Mutant(("fencing", "--rounds", "1"), lambda told: told["taken_over"] == 0, in_workers=sweeper_off),
    "woken-before-commit": Mutant(("wakes",), lambda told: told["late"] > 0, in_harness=woken_before_commit),
    "stock-read-and-written": Mutant(("stock",), lambda told: told["drifted"] > 0, in_workers=stock_read_and_written),
}


def plant(where: str) -> None:
    """`where`: "in_workers" or "in_harness". Nothing, unless TORTURE_MUTANT names a defect."""
    mutant = MUTANTS.get(os.environ.get("TORTURE_MUTANT", ""))
    defect = getattr(mutant, where) if mutant else None
    if defect:
        defect()


def all_noticed(say: Callable[[str], None]) -> bool:
    """Play each mutant in a process of its own."""
    missed = 0
    for name, mutant in MUTANTS.items():
        told = _play(name, mutant.verb)
        noticed = told is not None and mutant.noticed(told)
        missed += not noticed
        say(f"{'NOTICED' if noticed else 'UNNOTICED'} {name} by {' '.join(mutant.verb)}: {json.dumps(told)}")
    say(f"{'PASS' if not missed else 'FAIL'}: {len(MUTANTS) - missed} of {len(MUTANTS)} planted defects noticed")
    return not missed


def _play(name: str, verb: Sequence[str]) -> dict[str, Any] | None:
    """The figures of a verb that failed; None when it passed, or ended without any."""
    environment = {**os.environ, "TORTURE_MUTANT": name}
    command = [sys.executable, "-m", "bench.engine", *verb]
    ended = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    line = next((line for line in ended.stdout.splitlines() if line.startswith("FAIL ")), None)
    found: dict[str, Any] | None = json.loads(line.removeprefix("FAIL ")) if line else None
    return found
