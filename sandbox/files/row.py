"""Reads the cells of one row as texts, numbers and instants."""

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

from sandbox.files.errors import FileError
from sandbox.state.base import ZERO

_YES, _NO = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})
_TOO_MUCH = Decimal(10) ** 15
_FORMS = ("%Y-%m-%d %H:%M:%S %z", "%Y-%m-%dT%H:%M:%S%z")


class Row:
    """Holds a row that begins at `line`; missing columns read empty."""

    def __init__(self, file: str, line: int, cells: dict[str, str]) -> None:
        self.file, self.line, self._cells = file, line, cells

    def wrong(self, column: str, problem: str) -> FileError:
        return FileError(self.file, problem, self.line, column)

    def text(self, column: str) -> str:
        return self._cells.get(column, "").strip()

    def code(self, column: str) -> str:
        """Reads a code; spreadsheets leave an apostrophe before it."""
        return self.text(column).removeprefix("'")

    def raw(self, column: str) -> str:
        """Gives the cell as it stands."""
        return self._cells.get(column, "")

    def decimal(self, column: str, default: Decimal | None = ZERO) -> Decimal:
        """Reads a number of zero or more; empty gives the default.

        With None as default it must not be empty.
        """
        text = self.text(column)
        if not text and default is not None:
            return default
        number = self._number(column, text)
        if number < 0:
            raise self.wrong(column, f"{text} is less than zero")
        return number

    def money(self, column: str, default: Decimal | None = ZERO) -> Decimal:
        """Reads the same to the cent."""
        return self.decimal(column, default).quantize(ZERO)

    def count(self, column: str, default: int = 0) -> int:
        """Reads a whole number, below zero too."""
        text = self.text(column)
        if not text:
            return default
        number = self._number(column, text)
        if number != int(number):
            raise self.wrong(column, f"{text} is no whole number")
        return int(number)

    def _number(self, column: str, text: str) -> Decimal:
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise self.wrong(column, f"{text!r} is no number") from None
        if not number.is_finite() or abs(number) >= _TOO_MUCH:
            raise self.wrong(column, f"{text} is no number that a store can hold")
        return number

    def flag(self, column: str, default: bool = False) -> bool:
        text = self.text(column).lower()
        if not text:
            return default
        if text not in _YES | _NO:
            raise self.wrong(column, f"{text!r} is neither true nor false")
        return text in _YES

    def moment(self, column: str) -> datetime | None:
        """Reads an instant in UTC, None when the cell is empty."""
        text = self.text(column)
        if not text:
            return None
        for form in _FORMS:
            try:
                return datetime.strptime(text, form).astimezone(UTC)
            except ValueError:
                continue
        raise self.wrong(column, f"{text!r} is no time like 2026-11-20 10:22:33 -0500")
