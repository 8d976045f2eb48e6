"""Asks whether the database answers, without being frozen by it."""

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from threading import Lock

from django.db import Error, connection

PATIENCE = 5.0

_asker = ThreadPoolExecutor(1, thread_name_prefix="is the database there")


def answers(patience: float = PATIENCE) -> bool:
    """Says whether the database answers in time.

    A server that hangs, instead of refusing, keeps a query waiting for ever: a thread of its own waits for it, and as
    long as that one waits, nobody else is sent after it.
    """
    try:
        return _question.now().result(patience)
    except TooLate:
        return False


class _Question:
    """Asks the database once at a time, for everybody."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last: Future[bool] | None = None

    def now(self) -> "Future[bool]":
        """Joins the question that is under way, or puts a new one.

        What came of an earlier one says nothing of today.
        """
        with self._lock:
            if self._last is None or self._last.done():
                self._last = _asker.submit(_ask)
            return self._last


_question = _Question()


def _ask() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    finally:
        connection.close()
    return True
