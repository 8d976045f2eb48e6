"""Reads a CSV's rows by named columns and saves in chunks.

A row is a frozen dataclass like a job's parameters: each field says by `asks(…)` what its column may hold, its label
is the column's heading, and its help text says what to write.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from itertools import islice
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.forms import Field

from integrations.batches.bisect import apart, reason
from integrations.text import clean
from jobs.engine.run import Run
from jobs.models import FailedRecord
from jobs.parameters import form_of
from work.errors import Permanent

R = TypeVar("R")
CHUNK = 500
Cells = list[str]
Columns = dict[str, tuple[int | None, Field]]


@dataclass(frozen=True)
class Line(Generic[R]):
    """A line with its heading as text, and its row, or what is wrong with it."""

    reference: str
    raw: str
    row: R | None
    problem: str = ""


def import_rows(run: Run, name: str, lines: Iterable[str], kind: type[R], save: Callable[[Sequence[R]], None]) -> None:
    """Save all rows of the file called `name`; a line that can't be read or saved becomes a failed record.

    `save` runs inside a transaction; what the database refuses is found row by row. A killed run reads the file again
    and goes on behind the last chunk. A run that retries failed records reads those alone, not the file. Raises
    Permanent for a file without the columns of `kind`.
    """
    if run.retry:
        _again(run, kind, save)
        return
    done = int(run.cursor.get("rows", 0))
    found = islice(read(name, lines, kind), done, None)
    while batch := list(islice(found, CHUNK)):
        with run.chunk():
            _save(run, batch, save)
            done += len(batch)
            run.cursor["rows"] = done
            run.progress(done=done, phase="Importing")


def read(name: str, lines: Iterable[str], kind: type[R]) -> Iterator[Line[R]]:
    """The lines behind the heading; empty ones are left out."""
    heading, columns = "", Columns()
    for number, text, cells in _records(lines):
        reference = f"{name} line {number}"
        if not columns:
            heading, columns = text, _columns(reference, cells, kind)
        elif isinstance(cells, str):
            yield Line(reference, heading + text, None, cells)
        elif any(cell.strip() for cell in cells):
            yield _line(Line(reference, heading + text, None), cells, columns, kind)
    if not columns:
        raise Permanent(f"{name} is empty: its first line must name the columns {_named(kind)}")


def _again(run: Run, kind: type[R], save: Callable[[Sequence[R]], None]) -> None:
    """Go on by the records' ids, not their number.

    Some may have gone elsewhere since the last chunk.
    """
    through = int(run.cursor.get("again", 0))
    found = (record for record in run.records if record.pk > through)
    while batch := list(islice(found, CHUNK)):
        with run.chunk():
            _save(run, [line for record in batch for line in _kept(record, kind)], save)
            run.cursor["again"] = batch[-1].pk
            run.progress(done=run.counters["read"], phase="Importing")


def _kept(record: FailedRecord, kind: type[R]) -> Iterator[Line[R]]:
    for line in read(record.reference, StringIO(record.raw, newline=""), kind):
        yield replace(line, reference=record.reference)


def _columns(reference: str, cells: Cells | str, kind: type) -> Columns:
    """Where each field's column stands, None for one that is left out. Case and underscores don't matter."""
    if isinstance(cells, str):
        raise Permanent(f"{reference}: {cells}")
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        if places.setdefault(_plain(cell), place) != place and cell.strip():
            raise Permanent(f"{reference}: the column {cell.strip()!r} stands there twice; rename or remove one")
    fields = form_of(kind).base_fields.items()
    found = {name: (places.get(_plain(_heading(name, field))), field) for name, field in fields}
    missing = [_heading(name, field) for name, (place, field) in found.items() if place is None and field.required]
    if missing:
        raise Permanent(
            f"{reference}: there is no column {', '.join(map(repr, missing))}; there are "
            f"{', '.join(repr(cell.strip()) for cell in cells)}. The first line must name the columns {_named(kind)}, "
            "separated by commas"
        )
    return found


def _line(line: Line[R], cells: Cells, columns: Columns, kind: type[R]) -> Line[R]:
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for name, (place, field) in columns.items():
        cell = cells[place].strip() if place is not None and place < len(cells) else ""
        try:
            values[name] = field.clean(cell)
        except ValidationError as error:
            wrong.append(f"column {_heading(name, field)!r}{_problem(cell, field, error)}")
    if not wrong:
        try:
            return replace(line, row=kind(**values))
        except ValidationError as error:
            wrong = error.messages
    return replace(line, problem="; ".join(wrong))


def _problem(cell: str, field: Field, error: ValidationError) -> str:
    found = f" has {cell[:100]!r}" if cell else ""
    write = f" Write {field.help_text}." if field.help_text else ""
    return f"{found}: {' '.join(error.messages)}{write}"


def _save(run: Run, batch: Sequence[Line[R]], save: Callable[[Sequence[R]], None]) -> None:
    def attempt(lines: Sequence[Line[R]]) -> None:
        save([line.row for line in lines if line.row is not None])

    def refuse(line: Line[R], error: Exception) -> None:
        _fail(run, line, *reason(error))

    for line in batch:
        if line.row is None:
            _fail(run, line, "ROW", line.problem)
    if good := [line for line in batch if line.row is not None]:
        apart(good, attempt, refuse, savepoint=run.savepoint)
    run.count(read=len(batch))


def _fail(run: Run, line: Line[R], code: str, message: str) -> None:
    run.fail_record(reference=line.reference, reason=code, message=message, raw=line.raw)


def _heading(name: str, field: Field) -> str:
    return str(field.label or name)


def _plain(heading: str) -> str:
    return heading.strip().strip("\ufeff").replace("_", " ").casefold()


def _named(kind: type) -> str:
    return ", ".join(_heading(name, field) for name, field in form_of(kind).base_fields.items())


def _records(lines: Iterable[str]) -> Iterator[tuple[int, str, Cells | str]]:
    """The number of each record's first line, its text, and its cells, or what is wrong with it.

    A quoted cell may hold line breaks, so a record may be several lines.
    """
    count, taken = 0, list[str]()

    def watched() -> Iterator[str]:
        nonlocal count
        for line in lines:
            count += 1
            taken.append(clean(line))
            yield taken[-1]

    source = watched()
    reader = csv.reader(source, strict=True)
    while True:
        first = count + 1
        taken.clear()
        try:
            cells: Cells | str = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            cells = f"this is no CSV: {error}"
            reader = csv.reader(source, strict=True)
        yield first, "".join(taken), cells
