"""Empties the database after a test whose transactions were real, in a fraction of the time that Django's flush takes.

Django truncates every table and writes content types, permissions and groups anew. Here rows are deleted where there
are any, and what a new database holds is put back only where it differs.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import TransactionTestCase

KEPT = "as_new"  # schema with a copy of every table that a new database has rows in
# Two tables refuse a DELETE, and rows go in any order: only a superuser may set both rules aside.
NO_TRIGGERS = "SET LOCAL session_replication_role = replica"
EMPTY = f"""
DO $$ DECLARE name text; differs boolean; BEGIN
    {NO_TRIGGERS};
    FOREACH name IN ARRAY string_to_array('%(filled)s', ',') LOOP
        EXECUTE format('SELECT EXISTS (TABLE %%1$I EXCEPT TABLE {KEPT}.%%1$I)
            OR EXISTS (TABLE {KEPT}.%%1$I EXCEPT TABLE %%1$I)', name) INTO differs;
        IF differs THEN
            EXECUTE format('DELETE FROM %%I', name);
            EXECUTE format('INSERT INTO %%1$I TABLE {KEPT}.%%1$I', name);
        END IF;
    END LOOP;
    FOREACH name IN ARRAY string_to_array('%(empty)s', ',') LOOP
        EXECUTE format('DELETE FROM %%I', name);
    END LOOP;
END $$
"""


def learn() -> None:
    """Of the new database of this run: what is in it. From now on `TransactionTestCase` ends with that again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser') = 'on'")
        if not cursor.fetchone()[0]:
            return
        tables = sorted(connection.introspection.django_table_names(only_existing=True, include_views=False))
        filled = [name for name in tables if _has_rows(cursor, name)]
        cursor.execute(f"DROP SCHEMA IF EXISTS {KEPT} CASCADE; CREATE SCHEMA {KEPT}")
        for name in filled:
            cursor.execute(f'CREATE TABLE {KEPT}."{name}" AS TABLE "{name}"')
    empty = [name for name in tables if name not in filled]
    TransactionTestCase._fixture_teardown = _emptying(EMPTY % {"filled": ",".join(filled), "empty": ",".join(empty)})


def _has_rows(cursor: Any, name: str) -> bool:
    cursor.execute(f'SELECT EXISTS (TABLE "{name}")')
    return bool(cursor.fetchone()[0])


def _emptying(statement: str) -> Callable[[TransactionTestCase], None]:
    def empty(_test: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return empty
