"""Reads a CSV file as rows with named cells."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from sandbox.files.errors import FileError
from sandbox.files.row import Row

csv.field_size_limit(10_000_000)  # a description may be long


def read(path: Path, aliases: Mapping[str, str], required: tuple[str, ...]) -> tuple[list[Row], list[str]]:
    """Reads (rows, names of unknown columns).

    `aliases`: every known name in lower case -> the name we ask for. A byte order mark and line breaks within quotes
    are fine; rows without any content are left out. FileError: unreadable, no UTF-8, no header, a required column is
    missing or one comes twice, a row that is too long.
    """
    lines = _numbered(path, _text(path))
    first = next(lines, None)
    if first is None:
        raise FileError(str(path), "the file is empty")
    names = [aliases.get(name.strip().lower(), "") for name in first[1]]
    _check(path, first[1], names, required)
    ignored = [name for name, known in zip(first[1], names, strict=True) if not known and name.strip()]
    return [_row(path, names, line, cells) for line, cells in lines if any(cell.strip() for cell in cells)], ignored


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, byte = error.object[: error.start].count(b"\n") + 1, error.object[error.start]
        raise FileError(str(path), f"is no UTF-8 (byte {byte:#04x}); save it as UTF-8", line) from None
    except OSError as error:
        raise FileError(str(path), f"can't be read: {error.strerror}") from error


def _numbered(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """Numbers each record with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FileError(str(path), f"is no CSV: {error}", line) from error


def _check(path: Path, header: list[str], names: list[str], required: tuple[str, ...]) -> None:
    missing = [name for name in required if name not in names]
    if missing:
        raise FileError(str(path), f"has no column {', '.join(missing)}", 1)
    for place, name in enumerate(names):
        if name and name in names[:place]:
            raise FileError(str(path), "comes twice", 1, header[place].strip())


def _row(path: Path, names: list[str], line: int, cells: list[str]) -> Row:
    if len(cells) > len(names):
        raise FileError(str(path), f"has {len(cells)} cells, the header names {len(names)}", line)
    return Row(str(path), line, {name: cell for name, cell in zip(names, cells, strict=False) if name})
