"""Indexes staged lines, merges them, and reports refused records.

The phases in our database.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import connection

from integrations.batches.bisect import apart, reason
from integrations.batches.sql import statements
from integrations.shopify.bulk_load import staging
from integrations.shopify.bulk_load.contract import Span, Work
from integrations.shopify.bulk_load.request import stage_anew
from integrations.shopify.bulk_load.source import source_of
from integrations.text import readable

FAILURES_AT_ONCE = 50
Refused = dict[str, Any]  # the parameters of the statement that writes it down


def _lost(work: Work) -> bool:
    """The tables are gone: back to the download. What is merged already will be found unchanged."""
    if not staging.lost(work):
        return False
    stage_anew(work)
    return True


def sort(work: Work) -> None:
    """Run the subject's statements over all staged lines, one transaction each; then the records can be counted."""
    if _lost(work):
        return
    steps = list(statements(work.subject.folder / "sorting.sql").values())
    while (done := work.cursor["sorted"]) < len(steps):
        with work.run.scratch(), connection.cursor() as cursor:
            staging.use(cursor, work.run.id)
            cursor.execute(steps[done])
            work.cursor["sorted"] = done + 1
            work.run.progress(done=done + 1, total=len(steps), phase="Sorting")
    with work.run.scratch(), connection.cursor() as cursor:
        staging.use(cursor, work.run.id)
        cursor.execute(staging.SQL["fail_bad_lines"])
        cursor.execute(staging.SQL["roots"])
        work.cursor.update(phase="loading", loaded=-1, merged=0, roots=cursor.fetchone()[0])


def load(work: Work) -> None:
    """Merge span by span. A record that the database refuses is set aside alone; the others of its span go in."""
    if _lost(work):
        return
    while work.cursor["phase"] == "loading":
        with work.run.scratch(), connection.cursor() as cursor:
            staging.use(cursor, work.run.id)
            refused: list[Refused] = []
            with work.run.provisional():
                _next_span(work, cursor, refused)
            for values in refused:
                cursor.execute(staging.SQL["failed_root"], values)


def _next_span(work: Work, cursor: Any, refused: list[Refused]) -> None:
    limits = {"after": work.cursor["loaded"], "limit": work.subject.chunk}
    cursor.execute(staging.SQL["span"], limits)
    first, last, records = cursor.fetchone()
    if not records:
        # Records that a pass before had written were counted then; this pass found them unchanged.
        _count(work, Counter(unchanged=-work.cursor.get("written", 0)))
        work.cursor["phase"] = "failures"
        return
    _count(work, _merge(work, cursor, Span(first, last), refused))
    _show(work, cursor, Span(first, last))
    work.cursor["loaded"] = last
    work.cursor["merged"] += records
    work.run.progress(done=work.cursor["merged"], total=work.cursor["roots"], phase="Loading")


def _show(work: Work, cursor: Any, span: Span) -> None:
    """The first records of the run that were created, and those that were updated, by name."""
    subject = work.subject
    for action, created in (("created", True), ("updated", False)):
        if (room := work.run.room(subject.kind, action)) > 0:
            cursor.execute(subject.shown, {**span.parameters, "created": created, "limit": room})
            for pk, name in cursor.fetchall():
                work.run.change(subject.kind, action, name, target=subject.model(pk=pk))


def _count(work: Work, counts: Counter[str]) -> None:
    counted = Counter(work.cursor.get("pass", {}))
    counted.update(counts)
    work.cursor["pass"] = dict(counted)
    work.run.count(**counts)


def _merge(work: Work, cursor: Any, span: Span, refused: list[Refused]) -> Counter[str]:
    """Merge a span by one savepoint and one statement, as long as nothing is refused.

    What is refused is added to `refused`: it is written outside, as a dry run takes back all that is written here.
    """
    done: list[Counter[str]] = []

    def attempt(spans: Sequence[Span]) -> None:
        done.append(Counter(work.subject.merge(cursor, Span(spans[0].first, spans[-1].last))))

    def split(whole: Span, error: Exception) -> None:
        cursor.execute(staging.SQL["starts"], whole.parameters)
        single = [Span(at, at) for (at,) in cursor.fetchall()]
        apart(single, attempt, refuse)

    def refuse(single: Span, error: Exception) -> None:
        code, message = reason(error)
        refused.append({"at": single.first, "reason": code, "message": message})

    apart([span], attempt, split)
    return sum(done, Counter())


def report(work: Work) -> None:
    """Keep each refused record with its raw lines, which are read again from the file."""
    if _lost(work):
        return
    while failed := _failed(work):
        source = source_of(work)
        raw = [readable(b"\n".join(source.line(at) for at in lines)) for _, lines in failed]
        with work.run.scratch():
            for ((at, _, reference, code, message), _), text in zip(failed, raw, strict=True):
                work.run.fail_record(reference=reference or f"byte {at}", reason=code, message=message, raw=text)
                work.cursor["reported"] = at
    with work.run.scratch():
        work.cursor["phase"] = "closing"


def _failed(work: Work) -> list[tuple[tuple[int, str, str, str, str], list[int]]]:
    """The next refused records, with the bytes their lines begin at."""
    with work.run.scratch(), connection.cursor() as cursor:
        staging.use(cursor, work.run.id)
        limits = {"after": work.cursor.get("reported", -1), "limit": FAILURES_AT_ONCE}
        cursor.execute(staging.SQL["failed"], limits)
        failed = []
        for row in cursor.fetchall():
            cursor.execute(staging.SQL["lines_of"], {"at": row[0], "gid": row[1]})
            failed.append((row, [at for at, _ in cursor.fetchall()]))
        return failed
