"""Databases for the contestants: each begins with a copy of the same one, and PostgreSQL's own COPY is one of them."""

import os
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path

import psycopg2

from bench.importing.tables import TABLES
from jobmanager.embedded.system_user import programs


def url_of(database: str) -> str:
    return os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{database}"


def execute(statements: Iterable[str], database: str = "postgres") -> None:
    connection = psycopg2.connect(url_of(database))
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    finally:
        connection.close()


def copy(source: str, target: str) -> None:
    """`target` becomes what `source` is, with nothing left to write from before."""
    drop(target)
    execute([f"CREATE DATABASE {target} TEMPLATE {source} STRATEGY FILE_COPY", "CHECKPOINT"])


def drop(database: str) -> None:
    execute([f"DROP DATABASE IF EXISTS {database} WITH (FORCE)"])


def rows(database: str) -> int:
    connection = psycopg2.connect(url_of(database))
    try:
        with connection.cursor() as cursor:
            counts = []
            for table in TABLES:
                cursor.execute(f"SELECT count(*) FROM {table}")
                counts.append(int(cursor.fetchone()[0]))
        return sum(counts)
    finally:
        connection.close()


def export(database: str, folder: Path) -> None:
    """Each table as a file that COPY reads again."""
    for table in TABLES:
        psql(database, f"\\copy {table} TO '{folder / table}'")


def load_by_copy(database: str, folder: Path) -> float:
    """Seconds that psql needs to COPY the exported rows into the same tables with the same indexes and constraints."""
    began = time.perf_counter()
    for table in TABLES:
        psql(database, f"\\copy {table} FROM '{folder / table}'")
    return time.perf_counter() - began


def psql(database: str, command: str) -> None:
    program = str(programs() / "psql")
    arguments = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url_of(database), "-c", command]
    subprocess.run([program, *arguments], check=True, capture_output=True)
