"""Waiting for what another thread or process does: as short as it can be, and long where the machine is busy."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection, transaction

T = TypeVar("T")
PATIENCE = 240.0
EVERY = 0.02


def until(what: str, condition: Callable[[], T], patience: float = PATIENCE) -> T:
    """The first true answer of the condition. Raises AssertionError that names `what` never came."""
    give_up = time.monotonic() + patience
    while not (found := condition()):
        assert time.monotonic() < give_up, f"never came within {patience} s: {what}"
        time.sleep(EVERY)
    return found


def waiting_for_a_lock() -> int:
    """How many connections to this database wait for another one's lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # or a transaction is told the same each time
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])


@contextmanager
def awaited(first: Callable[[], object], other: Callable[[], object]) -> Iterator[None]:
    """A block in the transaction of `first`, while that of `other` waits for it."""

    def carry_out() -> None:
        try:
            with transaction.atomic():
                other()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            waits = pool.submit(carry_out)
            until("the other waits", waiting_for_a_lock)
            yield
        waits.result()
