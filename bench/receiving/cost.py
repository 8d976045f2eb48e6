"""Processor time of those that work for a delivery, which tells more than a rate where others work too; connections."""

import psutil
from django.db import connection


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


def _tree(pid: int) -> float:
    root = psutil.Process(pid)
    return _seconds(root) + sum(_seconds(child) for child in root.children(recursive=True))


def database() -> float:
    """Seconds of PostgreSQL so far: of its processes that live, and of those that have ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        postmaster = psutil.Process(cursor.fetchone()[0]).parent()
    assert postmaster is not None
    ended = postmaster.cpu_times()
    return _tree(postmaster.pid) + float(ended.children_user + ended.children_system)


def serving(pid: int) -> float:
    """Seconds of a server and its children so far, and of PostgreSQL."""
    return _tree(pid) + database()


def connections() -> int:
    """How many were ever opened to this database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sessions FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])
