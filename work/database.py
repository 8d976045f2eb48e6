"""Asks whether the database answers, without being frozen by it."""

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate

from django.db import DatabaseError, connection

PATIENCE = 5.0

_asker = ThreadPoolExecutor(1, thread_name_prefix="is the database there")
_pending: list["Future[bool]"] = []


def answers(patience: float = PATIENCE) -> bool:
    """Says whether the database answers in time.

    A server that hangs, instead of refusing, keeps a query waiting for ever: a thread of its own waits for it, and as
    long as that one waits, nobody else is sent after it.
    """
    if not _pending:
        _pending.append(_asker.submit(_ask))
    try:
        result = _pending[0].result(patience)
    except TooLate:
        return False
    _pending.clear()
    return result


def _ask() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    finally:
        connection.close()
    return True
