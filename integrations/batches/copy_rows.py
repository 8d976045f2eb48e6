"""Copies rows into a table by COPY.

As text with tabs; an empty field is NULL.
"""

import io
from collections.abc import Sequence
from typing import Any, Protocol

from django.db import connection
from psycopg2 import sql

# Characters handed over at a time. The driver asks Python for each piece; where another thread works meanwhile, each
# time may cost a wait for the interpreter.
_PIECE = 1 << 22
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Cursor(Protocol):
    """What COPY needs of Django's cursor over psycopg2's."""

    def copy_expert(self, statement: Any, file: io.StringIO, size: int) -> None: ...


class Sheet:
    """The rows of one table of one batch, kept as the lines that COPY reads."""

    def __init__(self, table: str, columns: Sequence[str]) -> None:
        self.table = table
        self.columns = tuple(columns)
        self._tabs = len(self.columns) - 1
        self._lines: list[str] = []

    def add(self, *values: Any) -> None:
        """One row; None and "" both become NULL."""
        line = "\t".join([value if value.__class__ is str else _text(value) for value in values])
        # Few texts hold a character that COPY reads as syntax: looking first is cheaper than escaping each.
        if "\\" in line or "\n" in line or "\r" in line or line.count("\t") != self._tabs:
            line = "\t".join([_text(value).translate(_ESCAPES) for value in values])
        self._lines.append(line)

    def __len__(self) -> int:
        return len(self._lines)

    def copy(self, cursor: Cursor) -> None:
        """Append the rows to the table, which is looked up on the search path."""
        if not self._lines:
            return
        columns = sql.SQL(", ").join(map(sql.Identifier, self.columns))
        statement = sql.SQL("COPY {} ({}) FROM STDIN WITH (NULL '')").format(sql.Identifier(self.table), columns)
        with connection.wrap_database_errors:  # Django does it for its own methods only
            cursor.copy_expert(statement, io.StringIO("\n".join(self._lines) + "\n"), _PIECE)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def array(values: Sequence[str]) -> str:
    """A text[] as PostgreSQL writes it."""
    quoted = [value.replace("\\", "\\\\").replace('"', '\\"') for value in values]
    return "{" + ",".join(f'"{value}"' for value in quoted) + "}"
