"""Does many things at once, and finds those the database refuses."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TypeVar

from django.db import DataError, IntegrityError, transaction

from integrations.database_errors import sentence

T = TypeVar("T")


def apart(
    items: Sequence[T],
    attempt: Callable[[Sequence[T]], None],
    refuse: Callable[[T, Exception], None],
    also: tuple[type[Exception], ...] = (),
    savepoint: Callable[[], AbstractContextManager[None]] = transaction.atomic,
) -> None:
    """Attempt all items together; when the data is refused, halves, down to the single items that are `refuse`d.

    Runs inside a transaction. n refused items among N cost about 2 n log N attempts. `also`: what may refuse an item
    beside the database. Other errors pass. `savepoint`: takes back what a refused attempt did; of one that does more
    than write, the rest too.
    """
    refusals: tuple[type[Exception], ...] = (DataError, IntegrityError, *also)
    try:
        with savepoint():
            attempt(items)
    except refusals as error:
        if len(items) > 1:
            middle = len(items) // 2
            apart(items[:middle], attempt, refuse, also, savepoint)
            apart(items[middle:], attempt, refuse, also, savepoint)
        else:
            refuse(items[0], error)


def reason(error: Exception) -> tuple[str, str]:
    """A short code and the sentence of the database, without the row's values, which may be customers' data."""
    if isinstance(error, IntegrityError):
        return "CONSTRAINT", sentence(error)
    if isinstance(error, DataError):
        return "VALUE", sentence(error)
    return getattr(error, "code", "BAD_LINE"), str(error)
