"""Jobs that only torture runs. Their effects go into a table without any unique key: nothing there hides a double."""

import os
import signal
import time
from pathlib import Path

from django.db import connection
from django.db.utils import DatabaseError

from jobs import registry
from jobs.categories import Category
from jobs.definition import JobDefinition
from jobs.engine.run import Run
from jobs.parameters import NoParameters
from oms.inventory.ledger import Entry, record
from oms.models import InventoryLevel, LedgerReason
from work.errors import Fenced

TABLE = "bench_effect"
SCHEDULES = 60
HELD_AT_MOST = 120.0
LEVELS, MOVES, FACILITY = 2, 20, "TORTURE"


def effect(run: Run, part: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} (run, part, token) VALUES (%s, %s, %s)", [run.id, part, run.row.token])


def tally(run: Run, parameters: NoParameters) -> None:
    """Two chunks, an effect in each."""
    for part in range(int(run.cursor.get("part", 0)), 2):
        with run.chunk():
            effect(run, part)
            run.cursor["part"] = part + 1


def freezing(run: Run, parameters: NoParameters) -> None:
    """The first claim stops after its first effect, until its flag is gone; whoever comes later goes on at once."""
    with run.chunk():
        effect(run, 0)
    if run.row.token == 1:
        _hold(Path(os.environ["TORTURE_FLAGS"]) / f"held-{run.id}")
    try:
        with run.chunk():
            effect(run, 1)
    except Fenced:
        (Path(os.environ["TORTURE_FLAGS"]) / f"fenced-{run.id}").touch()
        raise


def _hold(flag: Path) -> None:
    flag.write_text(str(os.getpid()))
    give_up = time.monotonic() + HELD_AT_MOST
    while flag.exists() and time.monotonic() < give_up:
        time.sleep(0.05)


def stock(run: Run, parameters: NoParameters) -> None:
    """One unit at a time, now here, now there; each movement is named, so that another attempt repeats none."""
    levels = list(InventoryLevel.objects.filter(facility__code__startswith=FACILITY).order_by("pk"))
    for number in range(int(run.cursor.get("moved", 0)), MOVES):
        level = levels[number % len(levels)]
        entry = Entry(level.product_id, level.facility_id, 1, 1, LedgerReason.RECEIPT, key=f"{run.id}:{number}")
        with run.chunk():
            record([entry])
            run.cursor["moved"] = number + 1


def poison(run: Run, parameters: NoParameters) -> None:
    raise ValueError("poison")


def killer(run: Run, parameters: NoParameters) -> None:
    Path(os.environ["TORTURE_FLAGS"], f"killed-{run.id}-{run.row.token}").touch()
    os.kill(os.getpid(), signal.SIGKILL)


def register() -> None:
    handlers = {"tally": tally, "stock": stock, "freezing": freezing, "poison": poison, "killer": killer}
    handlers |= {f"scheduled_{number}": tally for number in range(SCHEDULES)}
    for name, handler in handlers.items():
        registry._index()[f"bench.{name}"] = JobDefinition(
            key=f"bench.{name}",
            name=name,
            category=Category.MISCELLANEOUS,
            summary="A job of the torture.",
            parameters=NoParameters,
            schedules=(),
            default=None,
            prerequisites=(),
            writes=(),
            queue="jobs",
            chunked=True,
            handler=handler,
            concurrency=1000,
        )


def create_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (run bigint, part int, token int)")


def effects() -> dict[tuple[int, int], int]:
    """(run, part) → how often."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT run, part, count(*) FROM {TABLE} GROUP BY run, part")
            return {(run, part): count for run, part, count in cursor.fetchall()}
    except DatabaseError:
        connection.close()
        raise
