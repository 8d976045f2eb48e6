"""Sets a failed row's next try, or marks it dead."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F

from work import backoff, claim
from work.error_text import message, trace
from work.errors import Permanent, Temporary
from work.item import MAX_ATTEMPTS, State, WorkItem


@dataclass(frozen=True)
class Failure:
    """`state` is the one the row was left in, `retry_in` the seconds until the next try of one that is pending."""

    state: State
    message: str
    retry_in: float


def fail(item: WorkItem, error: Exception, *, ended: bool = False) -> Failure | None:
    """Count the failed try, and say what follows. None: the row was no longer ours, and nothing was written.

    `ended`: the row was ended as done before its effects, in the transaction that is still open.
    """
    attempts, text = item.attempts + 1, message(error)
    columns: dict[str, Any] = {"attempts": F("attempts") + 1, "error": text, "traceback": trace(error)}
    if isinstance(error, Permanent) or attempts >= MAX_ATTEMPTS:
        kept = claim.end(item, State.DEAD, ended=ended, **columns)
        return Failure(State.DEAD, text, 0) if kept else None
    retry_in = _wish(error)
    if retry_in is None:
        retry_in = backoff.seconds(attempts)
    kept = claim.try_again(item, retry_in, ended=ended, **columns)
    return Failure(State.PENDING, text, retry_in) if kept else None


def _wish(error: Exception) -> float | None:
    """The seconds that the one who refused asked for."""
    return error.retry_after if isinstance(error, Temporary) else None
