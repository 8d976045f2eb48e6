"""Reads the result file into the staging tables."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db import connection

from integrations.batches.bisect import apart, reason
from integrations.shopify.bulk_load import staging
from integrations.shopify.bulk_load.contract import Rows, Subject, Unusable, Work
from integrations.shopify.bulk_load.read_ahead import ahead
from integrations.shopify.bulk_load.request import again, stage_anew
from integrations.shopify.bulk_load.source import source_of
from integrations.text import NotJson, parse_json
from shopify_client.errors import BulkFailed, DownloadRefused, TransientError
from shopify_client.types import AnyNode, BadLine, decode_line

BATCH_LINES = 5_000
BATCH_BYTES = 4_000_000
CUTS_MAX = 4

Line = tuple[int, bytes]


def read(work: Work) -> None:
    """Stage the file from the byte the cursor names, batch by batch, and check that all of it came."""
    if staging.lost(work):
        stage_anew(work)
    try:
        lines = source_of(work).lines(work.cursor["offset"])
        with closing(ahead(_parsed(work.subject, _batches(lines, work.cursor["offset"])))) as batches:
            for batch in batches:
                _store(work, batch)
    except TransientError as error:
        _cut(work, str(error))
    except (DownloadRefused, BulkFailed) as error:
        again(work, str(error))
    else:
        _complete(work)


def _batches(lines: Iterator[tuple[int, bytes]], offset: int) -> Iterator[tuple[list[Line], int]]:
    """Yields lines by the thousand, and the byte after each batch.

    Each line comes with the byte it begins at. What came before an interruption is still a batch: a connection that
    breaks often gets on nevertheless.
    """
    batch: list[Line] = []
    end = first = offset
    try:
        for after, line in lines:
            batch.append((end, line))
            end = after
            if len(batch) >= BATCH_LINES or end - first >= BATCH_BYTES:
                yield batch, end
                batch, first = [], end
    except TransientError:
        if batch:
            yield batch, end
        raise
    if batch:
        yield batch, end


@dataclass(frozen=True)
class Batch:
    """Some lines, the byte after them, their rows and the lines that have none."""

    lines: Sequence[Line]
    end: int
    rows: Rows
    bad: Sequence[tuple[Line, Exception]]

    @classmethod
    def of(cls, subject: Subject, lines: Sequence[Line], end: int) -> "Batch":
        rows, bad = subject.rows(), []
        for at, raw in lines:
            try:
                rows.add(decode(raw), at, len(raw))
            except (BadLine, Unusable) as error:
                bad.append(((at, raw), error))
        return cls(lines, end, rows, bad)


def _parsed(subject: Subject, batches: Iterator[tuple[list[Line], int]]) -> Generator[Batch, None, None]:
    for lines, end in batches:
        yield Batch.of(subject, lines, end)


def _store(work: Work, batch: Batch) -> None:
    run, cursor = work.run, work.cursor

    def attempt(lines: Sequence[Line]) -> None:
        _copy(batch if lines is batch.lines else Batch.of(work.subject, lines, batch.end), database)

    with run.scratch(), connection.cursor() as database:
        staging.use(database, run.id)
        apart(batch.lines, attempt, lambda line, error: _bad(line, error, database))
        cursor.update(offset=batch.end, lines=cursor["lines"] + len(batch.lines))
        cursor["pass"] = {**cursor.get("pass", {}), "read": cursor["lines"]}
        database.execute(staging.SQL["lines"], {"lines": cursor["lines"]})
        run.count(read=len(batch.lines))
        run.progress(done=cursor["lines"], total=cursor.get("objects"), phase="Downloading")


def _copy(batch: Batch, database: Any) -> None:
    for line, error in batch.bad:
        _bad(line, error, database)
    for sheet in batch.rows.sheets:
        sheet.copy(database)


def decode(raw: bytes) -> AnyNode:
    """The node of a line. What the fast decoder refuses, or PostgreSQL would, gets a second look. Raises BadLine."""
    if b"\\u0000" not in raw:
        try:
            return decode_line(raw)
        except BadLine as error:
            first = error
    else:
        first = BadLine("", raw)
    try:
        node: AnyNode = msgspec.convert(parse_json(raw), AnyNode, strict=False)
        return node
    except (NotJson, msgspec.ValidationError) as error:
        raise BadLine(first.reason or str(error), raw) from None


def _bad(line: Line, error: Exception, database: Any) -> None:
    at, raw = line
    bad = error if isinstance(error, BadLine) else BadLine(str(error), raw)
    code, message = reason(error)
    database.execute(
        staging.SQL["bad_line"],
        {
            "at": at,
            "length": len(raw),
            "gid": bad.gid,
            "parent": bad.parent_gid,
            "reason": code,
            "message": message,
        },
    )


def _cut(work: Work, why: str) -> None:
    """The file ended early: go on from the last whole line, and ask again when it always ends at the same byte."""
    offset, cuts = work.cursor["offset"], work.cursor.get("cut", [0, 0])
    times = cuts[1] + 1 if cuts[0] == offset else 1
    work.cursor["cut"] = [offset, times]
    if times >= CUTS_MAX:
        again(work, why)
        return
    work.run.log(f"{why}; going on from byte {offset:,}", "warning")
    work.run.later(2 ** (times - 1), why)


def _complete(work: Work) -> None:
    cursor = work.cursor
    objects = cursor.get("objects")
    if objects is not None and cursor["lines"] != objects:
        again(work, f"Shopify counted {objects:,} objects, but its file has {cursor['lines']:,} lines")
        return
    with work.run.scratch():
        cursor.update(phase="sorting", sorted=0)
        work.run.log(f"Downloaded {cursor['lines']:,} lines, {cursor['offset']:,} bytes")
