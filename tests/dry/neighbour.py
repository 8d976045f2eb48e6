"""Another connection that changes every row while a preview is under way."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from django.db import connection

TABLES = ("oms_orderheader", "oms_orderitem", "oms_inventorylevel", "oms_returnitem", "oms_product", "oms_shopproduct")
PATIENCE = "1s"
# Of one that works on its own: a second is what anybody may have to wait, the other one is for a busy machine.
LONGEST = "2s"
# Between two rounds of one that works on its own: it is to notice who holds a row long, not to take the processor.
PAUSE = 0.03


class Neighbour:
    """Changes every row of the tables, one by one; `refused` are those that it waited for in vain."""

    def __init__(self, patience: str = PATIENCE) -> None:
        self.refused: list[str] = []
        self.rounds = 0
        wanted = {"dbname", "user", "password", "host", "port"}
        parameters = {name: value for name, value in connection.get_connection_params().items() if name in wanted}
        self._connection = psycopg2.connect(**parameters)
        self._connection.autocommit = True
        self._cursor = self._connection.cursor()
        self._cursor.execute("SET lock_timeout = %s", [patience])

    def round(self) -> None:
        for table in TABLES:
            self._cursor.execute(f"SELECT id FROM {table} ORDER BY id")
            for (pk,) in self._cursor.fetchall():
                try:
                    self._cursor.execute(f"UPDATE {table} SET id = id WHERE id = %s", [pk])
                except psycopg2.errors.LockNotAvailable:
                    self.refused.append(f"{table} {pk}")
        self.rounds += 1

    def close(self) -> None:
        self._connection.close()


@contextmanager
def at_work() -> Iterator[Neighbour]:
    """A neighbour that works all the while, also inside a chunk: it waits for what is held no longer than anybody may.

    After the first row that it waited for in vain it has seen enough.
    """
    neighbour, ended = Neighbour(LONGEST), threading.Event()

    def work() -> None:
        while not ended.is_set() and not neighbour.refused:
            neighbour.round()
            ended.wait(PAUSE)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield neighbour
    finally:
        ended.set()
        thread.join()
        neighbour.close()
