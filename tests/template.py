"""Migrates once for a parallel run: the database of each process of pytest is a copy of one template."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection

# As settings.py names it: the database that a process of pytest makes itself ends in the number of the process.
NAME = f"test_{settings.DATABASES['default']['NAME']}_template"
# An advisory lock, which the process holds that makes the template or looks for it.
LOCK = 7_314_551


def use(run: str) -> None:
    """Copy this process's database from the template of the run, which the first process makes."""
    with _alone() as cursor:
        if _made_for(cursor) != run:
            _make()
            cursor.execute(f"COMMENT ON DATABASE {_quoted()} IS '{run}'")
    connection.settings_dict["TEST"]["TEMPLATE"] = NAME


def remove() -> None:
    """Drop the template. A process that comes later makes another."""
    with _alone() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {_quoted()}")


def _quoted() -> str:
    return connection.ops.quote_name(NAME)


@contextmanager
def _alone() -> Iterator[Any]:
    """Gives a cursor outside of all test databases; the lock goes with its connection."""
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield cursor


def _made_for(cursor: Any) -> str:
    """The run that the template was made for; "" when there is none, or one that was never finished."""
    cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [NAME])
    found = cursor.fetchone()
    return (found[0] or "") if found else ""


def _make() -> None:
    """Migrate a new template; one that a killed run left behind makes room for it."""
    test, own = connection.settings_dict["TEST"], connection.settings_dict["NAME"]
    copied, test["NAME"] = test["NAME"], NAME
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.close()
    finally:
        test["NAME"] = copied
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = own
