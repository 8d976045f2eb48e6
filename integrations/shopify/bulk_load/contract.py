"""Says what the pipeline needs of a run and of a subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, Protocol

from django.db import models

from integrations.batches.copy_rows import Sheet
from oms.models import Shop
from shopify_client.types import AnyNode

Counts = Mapping[str, int]


class ImportFailed(Exception):
    """The import can't succeed by trying again; the message says what a person can do."""


class Unusable(ValueError):
    """A node that can be read but contradicts itself."""


class KeptRecord(Protocol):
    """A record that failed in an earlier run. `raw` = its lines of the result file."""

    raw: str


class ImportRun(Protocol):
    """The part of a job's run that an import uses; see `jobs.engine.run.Run`."""

    id: int
    cursor: dict[str, Any]

    @property
    def records(self) -> Sequence[KeptRecord]: ...
    def scratch(self) -> AbstractContextManager[None]: ...
    def provisional(self) -> AbstractContextManager[None]: ...
    def count(self, **counts: int) -> None: ...
    def progress(self, *, done: int = 0, total: int | None = None, phase: str = "", note: str = "") -> None: ...
    def log(self, text: str, level: str = "info") -> None: ...
    def fail_record(self, *, reference: str, reason: str, message: str, raw: str = "") -> None: ...
    def room(self, kind: str, action: str) -> int: ...
    def change(
        self, kind: str, action: str, reference: str, *, target: models.Model | None = None, **detail: Any
    ) -> None: ...
    def later(self, seconds: float, note: str = "") -> NoReturn: ...


class Rows(Protocol):
    """The staging rows of one batch of lines."""

    @property
    def sheets(self) -> Sequence[Sheet]: ...

    def add(self, node: AnyNode, at: int, length: int) -> None:
        """One line: its node, the byte it begins at, its length in bytes. Raises Unusable."""


@dataclass(frozen=True)
class Span:
    """Records whose lines begin at the bytes `first` to `last`, both included."""

    first: int
    last: int

    @property
    def parameters(self) -> dict[str, int]:
        return {"first": self.first, "last": self.last}


@dataclass(frozen=True)
class Subject:
    """A kind of record that is imported whole: products with their variants, or orders with their lines.

    `kind` and `noun`: one of them and many, in words; `model` the table that a record becomes a row of.
    `folder` holds staging.sql (the tables and views) and sorting.sql (what to do once all lines are there). `merge`
    writes one span and counts its records as created, updated, unchanged or skipped; it is always called with the
    staging tables on the search path. `shown` is a statement that names the rows which that wrote: (pk, name) of those
    `created` or not, `first` to `last`, at most `limit`.

    A record is what the view `root` says: (at, gid, reference), `gid` its key within the file, `reference` what people
    call it when it fails. So it may be a pair that has no id of its own, like an item at a location. `staged_line` (at,
    length, gid, parent) has every line, `orphan_line` (at, gid, parent) those whose parent is not in the file.
    """

    kind: str
    noun: str
    model: type[models.Model]
    actor: str
    document: str
    folder: Path
    rows: Callable[[], Rows]
    merge: Callable[[Any, Span], Counts]
    shown: str
    chunk: int


@dataclass(frozen=True)
class Work:
    """One import under way. `search` narrows what Shopify is asked for; "" = everything."""

    run: ImportRun
    shop: Shop
    subject: Subject
    search: str
    client: Any

    @property
    def cursor(self) -> dict[str, Any]:
        return self.run.cursor
