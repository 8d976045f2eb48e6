"""Formats log lines.

An error of the database is logged without the values that it quotes.
"""

import logging
from collections.abc import Mapping
from typing import Any

from integrations.database_errors import database_errors
from work.error_text import message, trace


class LineFormatter(logging.Formatter):
    """Whatever logs it, and however: as an argument, as `exc_info`, or in Celery's words about a task."""

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        copied = logging.makeLogRecord(vars(record))
        if isinstance(record.args, Mapping):
            copied.args = _celerys(record.args, error)
        elif record.args:
            copied.args = tuple(_worded(value) for value in record.args)
        if error is not None and _quotes(error):
            copied.exc_info, copied.exc_text = None, f"{trace(error)}{message(error)}"
        return super().format(copied)


def _worded(value: object) -> object:
    return message(value) if isinstance(value, BaseException) and _quotes(value) else value


def _celerys(args: Mapping[str, Any], error: BaseException | None) -> Mapping[str, Any]:
    """Celery puts the error into words before it logs it."""
    if error is None or not _quotes(error):
        return args
    return {**args, **{name: word(error) for name, word in (("exc", message), ("traceback", trace)) if name in args}}


def _quotes(error: BaseException) -> bool:
    return any(True for _ in database_errors(error))
