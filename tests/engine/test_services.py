"""Run now, stop, resume, retry, ignore: each with its audit row, each safe to click twice."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from jobs import registry
from jobs.audit import Actor
from jobs.definition import After, JobDefinition
from jobs.models import AuditLog, FailedRecord, JobRun, State
from jobs.models.run_details import RecordState
from jobs.services import (
    InvalidParameters,
    NotPossible,
    PrerequisiteNotMet,
    ignore_failed_record,
    request_run,
    resume_run,
    retry_failed_records,
    stop_run,
)
from tests.engine.support import CountParameters, attempt, definition, new_run

pytestmark = pytest.mark.django_db
ANNA = Actor("anna", ip="127.0.0.1")
FIRST = definition(lambda run, parameters: None, key="miscellaneous.first", name="First")
PROBE = definition(
    lambda run, parameters: None, parameters=CountParameters, prerequisites=(After("miscellaneous.first"),)
)


@pytest.fixture(autouse=True)
def jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    cards: dict[str, JobDefinition] = {card.key: card for card in (FIRST, PROBE)}
    monkeypatch.setattr(registry, "_index", lambda: cards)
    yield


def actions() -> list[str]:
    return list(AuditLog.objects.order_by("id").values_list("action", flat=True))


def first_done() -> None:
    attempt(new_run(key="miscellaneous.first", origin="schedule"), FIRST)


def test_a_run_before_its_prerequisite_is_refused_with_the_way_out() -> None:
    with pytest.raises(PrerequisiteNotMet) as refused:
        request_run(PROBE.key, shop=None, actor=ANNA)
    assert refused.value.reasons[0].job_key == "miscellaneous.first"
    assert "First has not finished" in str(refused.value)
    assert not JobRun.objects.exists() and not AuditLog.objects.exists()


def test_a_prerequisite_that_is_running_refuses_too() -> None:
    first_done()
    running = new_run(key="miscellaneous.first", origin="schedule")
    JobRun.objects.filter(pk=running.pk).update(
        state=State.RUNNING, started_at=running.created_at, lease_until=running.created_at
    )
    with pytest.raises(PrerequisiteNotMet, match="is running"):
        request_run(PROBE.key, shop=None, actor=ANNA)


def test_an_override_lets_it_run_and_is_audited_with_its_reason() -> None:
    run, already = request_run(PROBE.key, shop=None, actor=ANNA, override_reason="history only")
    assert not already and run.override and run.override_reason == "history only"
    assert actions() == ["run.requested", "run.overridden"]
    assert AuditLog.objects.get(action="run.overridden").reason == "history only"


def test_an_override_nobody_needed_is_not_kept() -> None:
    first_done()
    run, _ = request_run(PROBE.key, shop=None, actor=ANNA, override_reason="just in case")
    assert not run.override and actions() == ["run.requested"]


def test_bad_parameters_make_no_run() -> None:
    with pytest.raises(InvalidParameters, match="no parameter 'cuont'; there are: count"):
        request_run(PROBE.key, shop=None, actor=ANNA, parameters={"cuont": 5}, override_reason="x")
    with pytest.raises(InvalidParameters, match="count"):
        request_run(PROBE.key, shop=None, actor=ANNA, parameters={"count": 0}, override_reason="x")
    assert not JobRun.objects.exists()


def test_an_unknown_job_is_named() -> None:
    with pytest.raises(registry.UnknownJob, match=r"orders\.nothing"):
        request_run("orders.nothing", shop=None, actor=ANNA)


@pytest.mark.django_db(transaction=True)
def test_twenty_parallel_clicks_make_one_run() -> None:
    def click(_: int) -> int:
        try:
            return request_run(FIRST.key, shop=None, actor=ANNA).run.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        assert len(set(pool.map(click, range(20)))) == 1
    assert JobRun.objects.count() == 1 and actions() == ["run.requested"]


def test_stopping_what_waits_cancels_it_at_once() -> None:
    run = request_run(FIRST.key, shop=None, actor=ANNA).run
    assert stop_run(run.pk, ANNA).state == State.CANCELLED
    with pytest.raises(NotPossible, match="cancelled"):
        stop_run(run.pk, ANNA)
    assert actions() == ["run.requested", "run.stopped"]


def test_a_stopped_run_goes_on_at_its_cursor() -> None:
    run = request_run(FIRST.key, shop=None, actor=ANNA).run
    JobRun.objects.filter(pk=run.pk).update(cursor={"next": 7})
    stop_run(run.pk, ANNA)
    resumed = resume_run(run.pk, ANNA)
    assert resumed.state == State.PENDING and resumed.cursor == {"next": 7} and not resumed.cancel_requested


def test_a_run_that_is_done_cannot_be_resumed() -> None:
    run = new_run(key=FIRST.key)
    attempt(run, FIRST)
    with pytest.raises(NotPossible, match="done"):
        resume_run(run.pk, ANNA)


def test_resuming_beside_another_run_is_refused() -> None:
    begun = request_run(FIRST.key, shop=None, actor=ANNA).run
    JobRun.objects.filter(pk=begun.pk).update(started_at=begun.created_at)
    stop_run(begun.pk, ANNA)
    other = new_run(key=FIRST.key, origin="schedule")
    JobRun.objects.filter(pk=other.pk).update(started_at=other.created_at)
    with pytest.raises(NotPossible, match=str(other.pk)):
        resume_run(begun.pk, ANNA)


def failed_run() -> JobRun:
    run = new_run(key=FIRST.key)
    attempt(run, FIRST)
    for reference in ("a", "b"):
        FailedRecord.objects.create(run=run, reference=reference, reason="BAD", message="bad", raw="{}")
    return run


def test_failed_records_are_retried_alone_and_only_once() -> None:
    run = failed_run()
    chosen = FailedRecord.objects.get(reference="a")
    retry = retry_failed_records(run, ANNA, [chosen.pk])
    assert list(retry.retried_records.values_list("reference", flat=True)) == ["a"]
    with pytest.raises(NotPossible):
        retry_failed_records(run, ANNA, [chosen.pk])
    assert actions() == ["records.retried"]


def test_records_of_a_retry_that_was_stopped_are_open_again() -> None:
    run = failed_run()
    retry = retry_failed_records(run, ANNA)
    stop_run(retry.pk, ANNA)
    assert retry_failed_records(run, ANNA).retried_records.count() == 2


def test_ignoring_wants_a_reason() -> None:
    record = FailedRecord.objects.get(run=failed_run(), reference="a")
    with pytest.raises(NotPossible, match="why"):
        ignore_failed_record(record.pk, ANNA, "  ")
    assert ignore_failed_record(record.pk, ANNA, "a test order").state == RecordState.IGNORED
    with pytest.raises(NotPossible, match="ignored"):
        ignore_failed_record(record.pk, ANNA, "again")
    assert actions() == ["record.ignored"]


@pytest.mark.parametrize("statement", ["UPDATE jobs_auditlog SET actor_name = 'eve'", "DELETE FROM jobs_auditlog"])
def test_the_database_refuses_to_change_the_audit(statement: str) -> None:
    request_run(FIRST.key, shop=None, actor=ANNA)
    with pytest.raises(Exception, match="audit rows are never changed"), connection.cursor() as cursor:
        cursor.execute(statement)
