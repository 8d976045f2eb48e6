"""Words an error so that it can be kept."""

import traceback as tracebacks
from collections.abc import Iterator

from integrations.database_errors import without_values
from integrations.text import clean
from work.errors import Outspoken

LONGEST = 4000
LONGEST_TRACE = 20_000


def message(error: BaseException) -> str:
    """Words an error; its type comes first unless raised to be read.

    What a database quotes may be a customer's, and stays out.
    """
    name = type(error).__name__
    text = without_values(str(error).strip(), error) or name
    return clean(text if isinstance(error, Outspoken) else f"{name}: {text}")[:LONGEST]


def trace(error: BaseException) -> str:
    """The lines of code it came through, and those of its causes, each with its type; their sentences stay out."""
    parts = [f"{''.join(tracebacks.format_tb(one.__traceback__))}{type(one).__name__}\n" for one in _causes(error)]
    return clean("\nled to\n\n".join(reversed(parts)))[-LONGEST_TRACE:]


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, what it came from, what that came from, as far as Python would show them."""
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
