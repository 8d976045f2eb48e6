"""Words a database's error without the values that it quotes.

They may be a customer's.
"""

import re
from collections.abc import Iterator

import psycopg2
from django.db import DataError, Error, ProgrammingError

HIDDEN = "…"
# A value may hold quotes and breaks of lines itself: from the first quote to the last one, whatever is between.
# Servers that speak another language may have other quotes.
_QUOTE = '["«»„“”‹›]'
_QUOTED = re.compile(f"{_QUOTE}.*{_QUOTE}", re.DOTALL)
_BEGUN = re.compile(f"{_QUOTE}.*", re.DOTALL)
# Django's classes, and the driver's own: these lie beneath, and come alone where Django does not wrap them.
_QUOTING = (DataError, ProgrammingError, psycopg2.DataError, psycopg2.ProgrammingError)
# Lines that PostgreSQL adds to a sentence; each may quote a row, a line of a file or a statement.
_ADDED = re.compile(r"\s*\n\s*(?:DETAIL|HINT|CONTEXT|QUERY|STATEMENT|WHERE|LINE \d+):.*", re.DOTALL)


def sentence(error: BaseException) -> str:
    """The sentence alone.

    A constraint's name stays; a value that could not be read as its type does not.
    """
    line = str(error).strip().partition("\n")[0]
    if not isinstance(error, _QUOTING):
        return line
    if primary := _primary(error):
        return _QUOTED.sub(HIDDEN, primary)
    # Where it ends is not known, only where it begins.
    return _BEGUN.sub(HIDDEN, line)


def _primary(error: BaseException) -> str:
    """The server's sentence without what it added; "" for none."""
    for one in (error, error.__cause__):
        if isinstance(one, psycopg2.Error):
            return one.diag.message_primary or ""
    return ""


def without_values(text: str, error: BaseException) -> str:
    """A text that may repeat what `error`, or one that it came from, says."""
    for one in database_errors(error):
        text = text.replace(str(one).strip() or str(one), sentence(one))
    return _ADDED.sub("", text)


def database_errors(error: BaseException) -> Iterator[BaseException]:
    """Those of a database among the error and all that it came from, however it was raised."""
    waiting, seen = [error], set[int]()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, Error | psycopg2.Error) and str(one).strip():
            yield one
        waiting += [cause for cause in (one.__cause__, one.__context__) if cause is not None]
