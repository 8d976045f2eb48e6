"""Writes CSV that a spreadsheet opens without executing it."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from numbers import Number

from defusedcsv import csv

# What makes a spreadsheet read a cell as a formula, the full-width forms included.
_FORMULA = "=+-@|%＝＋－＠"


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def guard(value: object) -> object:
    """Marks the formulas that `defusedcsv` lets pass with an apostrophe.

    It looks at the first character; spreadsheets also skip blanks and what has no width, and know full-width signs.
    """
    if value is None or isinstance(value, Number):
        return value
    text = str(value).encode("utf-8", "backslashreplace").decode()
    first = next((char for char in text if not char.isspace() and unicodedata.category(char)[0] != "C"), "")
    hidden = first != "" and first in _FORMULA and (first != text[0] or not first.isascii())
    return f"'{text}" if hidden or text[:1] in ("\t", "\r", "\n") else text


def lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Writes lines with CRLF, as RFC 4180 has it.

    The mark in front lets Excel know that it is UTF-8.
    """
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield writer.writerow(head)
    for row in rows:
        yield writer.writerow([guard(cell) for cell in row])
