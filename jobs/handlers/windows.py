"""Imports records by a window of time, page by page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

import msgspec
from django import forms

from integrations.batches.bisect import apart, reason
from integrations.shopify.bulk_load.contract import Unusable
from integrations.windows import Window, next_window, reached
from jobs.engine.run import Run
from jobs.handlers.missed_webhooks import look_into
from jobs.handlers.shopify import shop_of
from jobs.parameters import asks
from shopify_client.errors import Unreadable
from shopify_client.pages import Bad, set_aside
from shopify_client.search import Search
from work.errors import Permanent
from work.shopify_errors import speaking

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


@dataclass(frozen=True, kw_only=True)
class WindowParameters:
    frequency: int = asks(
        forms.IntegerField,
        label="Minutes before the first run",
        initial=60,
        min_value=1,
        max_value=60 * 24 * 365,
        help_text="How far back the very first run looks. Later runs go on where the last good one began.",
    )
    buffer_time: int = asks(
        forms.IntegerField,
        label="Overlap in minutes",
        initial=6,
        min_value=0,
        max_value=60 * 24 * 30,
        help_text="Each run looks again at so many minutes before the last good run: shops show some changes late.",
    )
    thru_date_buffer: int = asks(
        forms.IntegerField,
        label="Hold back in minutes",
        initial=5,
        min_value=0,
        max_value=60 * 24,
        help_text="What is younger is left to the next run.",
    )
    limit: int = asks(forms.IntegerField, label="Records to a page", initial=50, min_value=1, max_value=50)


def as_json(record: Any) -> str:
    """A record as its failed record keeps it."""
    return msgspec.json.encode(record).decode()


class Page(Protocol[R_co]):
    @property
    def records(self) -> Sequence[R_co]: ...
    @property
    def after(self) -> str | None: ...
    @property
    def bad(self) -> Sequence[Bad]: ...


class Source(NamedTuple, Generic[R]):
    """Says how records are read and written.

    `page(window, after, limit)`, `one(gid)` and `name(record)` (its gid) may ask the shop; `save(records)` runs inside
    a transaction, and what it raises for bad data is found record by record.
    """

    page: Callable[[Window, str | None, int], Page[R]]
    one: Callable[[str], R | None]
    name: Callable[[R], str]
    save: Callable[[Sequence[R]], None]
    raw: Callable[[R], str] = as_json


def between(kind: str, field: str, window: Window) -> Search:
    """Search for what has this field inside the window, both ends included."""
    return Search(kind).where(field, window.start, ">=").where(field, window.thru, "<=")


def import_window(run: Run, parameters: WindowParameters, source: Source[R]) -> None:
    """Imports the window page by page, each page being one chunk.

    So a killed run goes on behind the last one that was committed. The watermark moves together with the last page.
    """
    if run.retry:
        _again(run, source)
        return
    window = window_of(run, parameters)
    while run.cursor.get("phase") != "done":
        with speaking():
            page = source.page(window, run.cursor.get("after"), parameters.limit)
        with run.chunk():
            _store(run, page.records, source, page.bad)
            run.cursor["after"] = page.after
            if page.after is None:
                run.cursor["phase"] = "done"
                reached(shop_of(run), run.row.key, window)
    look_into(run, window)


def import_one(run: Run, gid: str, source: Source[R]) -> None:
    """One record by its id, whatever the window; the watermark stays."""
    with speaking():
        record = source.one(gid)
    if record is None:
        raise Permanent(f"The shop has no {gid.removeprefix('gid://shopify/')}")
    with run.chunk():
        _store(run, [record], source)


def _again(run: Run, source: Source[R]) -> None:
    through = int(run.cursor.get("again", 0))
    for failed in run.records:
        if failed.pk <= through:
            continue
        with speaking():
            found, bad = set_aside(
                [failed], lambda one: source.one(one.reference), lambda one: (one.reference, one.raw)
            )
        with run.chunk():
            run.cursor["again"] = failed.pk
            if not found and not bad:
                run.count(skipped=1)
                run.log(f"{failed.reference} is not in the shop any more", "warning")
            else:
                _store(run, found, source, bad)


def window_of(run: Run, parameters: WindowParameters) -> Window:
    """The run's window, the same after a kill."""
    if "window" not in run.cursor:
        window = next_window(
            shop_of(run),
            run.row.key,
            run.now,
            first=timedelta(minutes=parameters.frequency),
            overlap=timedelta(minutes=parameters.buffer_time),
            hold_back=timedelta(minutes=parameters.thru_date_buffer),
        )
        run.cursor["window"] = window.as_json()
        run.log(f"Asking for {window}")
    return Window.from_json(run.cursor["window"])


def save_apart(run: Run, records: Sequence[R], source: Source[R]) -> None:
    """All together; what is refused, alone, as a failed record."""

    def refuse(record: R, error: Exception) -> None:
        code, message = reason(error)
        run.fail_record(reference=source.name(record), reason=code, message=message, raw=source.raw(record))

    if records:
        apart(list(records), source.save, refuse, also=(Unusable,), savepoint=run.savepoint)


def fail(run: Run, bad: Sequence[Bad]) -> None:
    """Those that can't even be read."""
    for one in bad:
        run.fail_record(reference=one.gid, reason=Unreadable.code, message=one.reason, raw=one.raw)


def _store(run: Run, records: Sequence[R], source: Source[R], bad: Sequence[Bad] = ()) -> None:
    save_apart(run, records, source)
    fail(run, bad)
    run.count(read=len(records) + len(bad))
    run.progress(done=run.counters["read"], phase="Importing")
