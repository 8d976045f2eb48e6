"""Makes and drops the staging tables of a run.

They are in a schema of their own, so that the SQL names them plainly and one DROP removes them.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from psycopg2 import sql

from integrations.batches.sql import statements
from integrations.shopify.bulk_load.contract import Work

SQL = statements(Path(__file__).with_name("staging.sql"))
_PREFIX = "import_run_"


def schema(run_id: int) -> str:
    return f"{_PREFIX}{run_id}"


def use(cursor: Any, run_id: int) -> None:
    """Put the run's tables first on the search path, for this transaction."""
    cursor.execute(SQL["session"], {"schema": schema(run_id)})


def create(cursor: Any, work: Work) -> None:
    """Empty tables, whatever there was."""
    name = sql.Identifier(schema(work.run.id))
    cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {0} CASCADE; CREATE SCHEMA {0}").format(name))
    use(cursor, work.run.id)
    cursor.execute(SQL["create"])
    cursor.execute(statements(work.subject.folder / "staging.sql")["create"])
    values = {"shop": work.shop.pk, "store": work.shop.store_id, "actor": work.subject.actor}
    cursor.execute(SQL["context"], values)


def intact(run_id: int, lines: int) -> bool:
    """Whether the tables hold what the cursor says. They don't after a crash of PostgreSQL, or when dropped."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [f"{schema(run_id)}.context"])
        if cursor.fetchone()[0] is None:
            return False
        use(cursor, run_id)
        cursor.execute(SQL["intact"])
        return bool(cursor.fetchall() == [(lines,)])


def lost(work: Work) -> bool:
    """Says whether lines that the cursor counts on are gone.

    A crash of PostgreSQL empties unlogged tables, and an import that begins clears those of runs that had ended by
    then. Logs it.
    """
    if intact(work.run.id, work.cursor["lines"]):
        return False
    if work.cursor["lines"]:
        why = "The staged lines were lost, by a crash of the database or to another import; downloading again"
        work.run.log(why, "warning")
    return True


def drop(run_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema(run_id))))


def drop_all_but(run_ids: Iterable[int]) -> None:
    """Remove the tables of runs that ended without removing them. Should one go on after all, it stages again."""
    kept = {schema(run_id) for run_id in run_ids}
    with connection.cursor() as cursor:
        cursor.execute(SQL["leftovers"], {})
        names = [name for (name,) in cursor.fetchall() if name not in kept]
        for name in names:
            cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(name)))
