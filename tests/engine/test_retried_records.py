"""A run that retries failed records: of those that are still its own, and never of everything."""

from collections.abc import Iterator, Sequence

import pytest

from integrations.models import Effect
from jobs import registry
from jobs.alerts.rules import troubles
from jobs.audit import Actor
from jobs.definition import JobDefinition
from jobs.engine.run import Run
from jobs.handlers import files
from jobs.models import JobRun, State
from jobs.models.alerts import Rule
from jobs.parameters import NoParameters
from jobs.services import NotPossible, ignore_failed_record, resume_run, retry_failed_records, retry_run, stop_run
from jobs.services.failed_records import kept_in
from tests.engine.support import attempt, definition, new_run
from tests.engine.test_files import HEADING, Stock
from tests.engine.test_outward import Outside
from work.errors import Permanent

pytestmark = pytest.mark.django_db
ANNA = Actor("anna")
SEEN: list[list[str]] = []


def fails(run: Run, parameters: NoParameters) -> None:
    with run.chunk():
        for reference in "abc":
            run.fail_record(reference=reference, reason="BAD", message="bad")


def nameless(run: Run, many: int) -> None:
    with run.chunk():
        for _ in range(many):
            run.fail_record(reference="", reason="UNREADABLE", message="it says nothing")


def dies(run: Run, parameters: NoParameters) -> None:
    raise Permanent("no")


FAILS, DIES = definition(fails), definition(dies)
WORKS = definition(lambda run, parameters: SEEN.append([record.reference for record in run.records]))


@pytest.fixture(autouse=True)
def jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    cards: dict[str, JobDefinition] = {WORKS.key: WORKS}
    monkeypatch.setattr(registry, "_index", lambda: cards)
    SEEN.clear()
    yield


def failed() -> JobRun:
    run = new_run()
    attempt(run, FAILS)
    return run


def states(run: JobRun) -> list[str]:
    return list(run.failed_records.order_by("reference").values_list("state", flat=True))


def test_a_dead_retry_that_is_tried_again_resolves_its_records() -> None:
    first = failed()
    retry = retry_failed_records(first, ANNA)
    attempt(retry, DIES)
    assert states(first) == ["open"] * 3
    retry_run(retry.pk, ANNA)
    assert states(first) == ["retrying"] * 3
    attempt(retry, WORKS)
    assert SEEN == [["a", "b", "c"]] and states(first) == ["resolved"] * 3


def test_so_does_a_stopped_one_that_goes_on() -> None:
    first = failed()
    retry = retry_failed_records(first, ANNA)

    def stopped(run: Run, parameters: NoParameters) -> None:
        stop_run(run.id, ANNA)
        with run.chunk():
            pass

    assert attempt(retry, definition(stopped)) == State.CANCELLED
    assert states(first) == ["open"] * 3
    resume_run(retry.pk, ANNA)
    attempt(retry, WORKS)
    assert states(first) == ["resolved"] * 3


def test_a_record_that_failed_again_is_open_in_its_newest_run_alone() -> None:
    runs = [failed()]
    for _ in range(2):
        runs.append(retry_failed_records(runs[-1], ANNA))
        attempt(runs[-1], FAILS)
    *older, newest = (states(run) for run in runs)
    assert older == [["failed_again"] * 3] * 2 and newest == ["open"] * 3
    assert [text for rule, _, text in troubles() if rule == Rule.RECORDS] == [
        f"3 records of {registry.name_of(runs[0].key)} could not be taken in. Run {runs[2].pk}."
    ]
    first = runs[0].failed_records.earliest("id")
    with pytest.raises(NotPossible, match="None of these records is open any more"):
        retry_failed_records(runs[0], ANNA, [first.pk])
    with pytest.raises(NotPossible, match=f"failed again in run {runs[1].pk}"):
        ignore_failed_record(first.pk, ANNA, "a test order")
    kept = kept_in(first)
    assert kept is not None and (kept.run_id, kept.reference) == (runs[2].pk, "a")


def test_of_several_records_without_a_reference_none_is_lost_when_their_retry_breaks_off() -> None:
    first = new_run()
    attempt(first, definition(lambda run, parameters: nameless(run, 2)))
    retry = retry_failed_records(first, ANNA)

    def breaks(run: Run, parameters: NoParameters) -> None:
        nameless(run, 1)
        raise Permanent("no")

    attempt(retry, definition(breaks))
    assert states(first) == ["open"] * 2 and states(retry) == ["open"]


@pytest.mark.parametrize("dry", [False, True])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_retry_whose_records_went_elsewhere_does_nothing(chunked: bool, dry: bool) -> None:
    first = failed()
    retry = retry_failed_records(first, ANNA)
    attempt(retry, DIES)
    attempt(retry_failed_records(first, ANNA), WORKS)
    retry_run(retry.pk, ANNA)
    JobRun.objects.filter(pk=retry.pk).update(dry=dry)
    SEEN.clear()
    assert attempt(retry, definition(WORKS.handler, chunked=chunked)) == State.DONE
    assert SEEN == [] and "nothing to do" in retry.logs.get().text


def test_a_record_that_was_ignored_meanwhile_is_not_retried() -> None:
    first = failed()
    retry = retry_failed_records(first, ANNA)
    attempt(retry, DIES)
    ignore_failed_record(first.failed_records.get(reference="b").pk, ANNA, "a test order")
    retry_run(retry.pk, ANNA)
    attempt(retry, WORKS)
    assert SEEN == [["a", "c"]] and states(first) == ["resolved", "ignored", "resolved"]


def test_a_file_goes_on_behind_the_last_record_though_earlier_ones_went_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(files, "CHUNK", 1)
    stock, first = Stock(), new_run()
    attempt(first, stock.card(f"{HEADING}A-1,x,\nB-1,x,\nC-1,x,\n"))
    for record in first.failed_records.all():
        record.raw = record.raw.replace(",x,", ",1,")
        record.save()
    one = first.failed_records.earliest("id")
    retry = retry_failed_records(first, ANNA)

    def breaks(rows: Sequence[object]) -> None:
        if stock.saved:
            raise Permanent("the disk is full")
        Stock.save(stock, rows)  # type: ignore[arg-type]  # they are its rows

    card = stock.card("")
    monkeypatch.setattr(stock, "save", breaks)
    assert attempt(retry, card) == State.DEAD and stock.skus == ["A-1"]
    monkeypatch.undo()
    attempt(retry_failed_records(first, ANNA, [one.pk]), WORKS)
    retry_run(retry.pk, ANNA)
    assert attempt(retry, card) == State.DONE and stock.skus == ["A-1", "B-1", "C-1"]


def test_changes_outside_are_not_all_sent_when_no_record_is_left() -> None:
    outside, first = Outside(), new_run()
    outside.refuses = {2}
    card = definition(outside.handler([1, 2, 3]))
    attempt(first, card)
    retry = retry_failed_records(first, ANNA)
    first.failed_records.all().delete()
    Effect.objects.all().delete()
    attempt(retry, card)
    assert outside.arrived == [1, 3]


@pytest.mark.parametrize("how", ["all", "chosen"])
def test_what_a_preview_foretold_is_neither_retried_nor_ignored(how: str) -> None:
    preview = new_run(dry=True)
    attempt(preview, FAILS)
    record = preview.failed_records.first()
    assert record is not None
    with pytest.raises(NotPossible, match="foretells"):
        retry_failed_records(preview, ANNA, [record.pk] if how == "chosen" else None)
    with pytest.raises(NotPossible, match="foretells"):
        ignore_failed_record(record.pk, ANNA, "known")
    assert states(preview) == ["open"] * 3 and JobRun.objects.count() == 1
