"""What an attempt leaves behind: done, given back, retried, dead, stopped, fenced."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now

from jobs.engine.run import Run
from jobs.models import FailedRecord, Heartbeat, JobRun, State
from jobs.models.run_details import RecordState
from jobs.parameters import NoParameters
from tests.engine.support import CountParameters, attempt, definition, new_run
from work import claim
from work.errors import Permanent, Temporary

pytestmark = pytest.mark.django_db


def beat(name: str) -> None:
    Heartbeat.objects.create(part=name)


def now_due(run: JobRun) -> None:
    JobRun.objects.filter(pk=run.pk).update(due_at=Now())


def test_chunks_continue_at_the_cursor() -> None:
    seen: list[int] = []

    def handler(run: Run, parameters: NoParameters) -> None:
        for step in range(run.cursor.get("next", 0), 4):
            with run.chunk():
                seen.append(step)
                run.cursor["next"] = step + 1
                run.count(read=1)
            if step == 1 and seen == [0, 1]:
                raise Temporary("the network went away", retry_after=0)

    run, card = new_run(), definition(handler)
    assert attempt(run, card) == State.PENDING
    run.refresh_from_db()
    assert run.attempts == 1 and run.retrying and run.error == "the network went away"
    now_due(run)
    assert attempt(run, card) == State.DONE
    run.refresh_from_db()
    assert seen == [0, 1, 2, 3] and run.counters == {"read": 4} and run.error == ""


def test_a_chunk_that_fails_leaves_nothing() -> None:
    def handler(run: Run, parameters: NoParameters) -> None:
        with run.chunk():
            beat("half")
            run.cursor["next"] = 1
            raise Temporary("no")

    run = new_run()
    attempt(run, definition(handler))
    run.refresh_from_db()
    assert not Heartbeat.objects.exists() and run.cursor == {}


def test_a_worker_that_lost_its_lease_writes_nothing() -> None:
    def handler(run: Run, parameters: NoParameters) -> None:
        JobRun.objects.filter(pk=run.id).update(lease_until=Now() - timedelta(seconds=1))
        heir = claim.claim(JobRun, run.id)
        assert heir is not None
        with run.chunk():
            beat("ghost")

    run = new_run()
    assert attempt(run, definition(handler)) is None
    run.refresh_from_db()
    assert not Heartbeat.objects.exists() and run.state == State.RUNNING and run.token == 2


@pytest.mark.parametrize("chunked", [True, False])
def test_effects_and_end_commit_together(chunked: bool) -> None:
    def handler(run: Run, parameters: NoParameters) -> None:
        beat("effect")
        run.count(created=1)
        run.log("did it")
        if not chunked:
            raise Temporary("after the effect", retry_after=0)

    run = new_run()
    state = attempt(run, definition(handler, chunked=chunked))
    run.refresh_from_db()
    if chunked:
        assert state == State.DONE and run.counters == {"created": 1} and run.logs.get().text == "did it"
    else:
        assert state == State.PENDING and run.finished_at is None and not Heartbeat.objects.exists()


def test_six_failures_are_the_end_and_each_waits_longer() -> None:
    def handler(run: Run, parameters: NoParameters) -> None:
        raise ValueError("bad luck")

    run, waits = new_run(), []
    for _ in range(6):
        attempt(run, definition(handler))
        run.refresh_from_db()
        waits.append((run.due_at - run.created_at).total_seconds())
        now_due(run)
    assert run.state == State.DEAD and run.attempts == 6 and "ValueError: bad luck" in run.error
    assert "ValueError" in run.traceback
    assert waits[4] > waits[0]


def test_progress_wipes_the_slate() -> None:
    def handler(run: Run, parameters: NoParameters) -> None:
        with run.chunk():
            run.cursor["next"] = run.cursor.get("next", 0) + 1
        if run.cursor["next"] < 10:
            raise Temporary("again", retry_after=0)

    run = new_run()
    for _ in range(10):
        state = attempt(run, definition(handler))
        now_due(run)
    assert state == State.DONE


def test_permanent_is_dead_at_once() -> None:
    def handler(run: Run, parameters: NoParameters) -> None:
        raise Permanent("access denied")

    run = new_run()
    assert attempt(run, definition(handler)) == State.DEAD
    run.refresh_from_db()
    assert run.error == "access denied" and run.attempts == 0


def test_given_back_waits_and_keeps_its_cursor() -> None:
    def handler(run: Run, parameters: NoParameters) -> None:
        run.cursor["operation"] = "gid://shopify/BulkOperation/1"
        run.later(30, note="running at Shopify")

    run = new_run()
    assert attempt(run, definition(handler)) == State.PENDING
    run.refresh_from_db()
    assert run.cursor["operation"].endswith("/1") and run.progress["note"] == "running at Shopify"
    assert run.due_at > run.created_at and run.attempts == 0


def test_stop_ends_at_the_next_chunk_and_keeps_it() -> None:
    def handler(run: Run, parameters: NoParameters) -> None:
        JobRun.objects.filter(pk=run.id).update(cancel_requested=True)
        with run.chunk():
            beat("kept")
        beat("never")

    run = new_run()
    assert attempt(run, definition(handler)) == State.CANCELLED
    assert list(Heartbeat.objects.values_list("part", flat=True)) == ["kept"]


def test_a_gate_skips_with_its_sentence_unless_overridden() -> None:
    def handler(run: Run, parameters: NoParameters) -> None:
        run.count(read=1)

    refused, allowed = new_run(), new_run(override=True, origin="schedule")
    assert attempt(refused, definition(handler), refusal="Import products first.") == State.SKIPPED
    refused.refresh_from_db()
    assert refused.error == "Import products first."
    assert attempt(allowed, definition(handler), refusal="Import products first.") == State.DONE


def test_what_has_begun_goes_on_whatever_the_gate_says_meanwhile() -> None:
    def handler(run: Run, parameters: NoParameters) -> None:
        if not run.cursor:
            run.cursor["phase"] = "waiting"
            run.later(0)

    run, card = new_run(), definition(handler)
    assert attempt(run, card) == State.PENDING
    now_due(run)
    assert attempt(run, card, refusal="Import products first.") == State.DONE


def test_a_worker_killed_before_the_gate_leaves_it_to_be_asked() -> None:
    run, card = new_run(), definition(lambda run, parameters: None)
    JobRun.objects.filter(pk=run.pk).update(token=1)  # claimed once, and nothing more
    assert attempt(run, card, refusal="Import products first.") == State.SKIPPED


def test_bad_parameters_are_dead_with_the_field_named() -> None:
    run = new_run(parameters={"count": "many"})
    assert attempt(run, definition(lambda run, parameters: None, parameters=CountParameters)) == State.DEAD
    run.refresh_from_db()
    assert "count" in run.error


def test_missing_parameters_take_their_defaults() -> None:
    got: list[Any] = []
    run = new_run()
    attempt(run, definition(lambda run, parameters: got.append(parameters), parameters=CountParameters))
    assert got == [CountParameters(count=3)]


def test_failed_records_are_kept_and_settled_by_their_retry() -> None:
    def first(run: Run, parameters: NoParameters) -> None:
        with run.chunk():
            run.fail_record(reference="a", reason="BAD", message="bad a", raw="{a}")
            run.fail_record(reference="b", reason="BAD", message="bad b", raw="{b}")

    run = new_run()
    attempt(run, definition(first))
    run.refresh_from_db()
    assert run.state == State.DONE and run.failed == 2
    retry = new_run(origin="retry", retry_of=run)
    FailedRecord.objects.update(state=RecordState.RETRYING, retry_run=retry)

    def second(run: Run, parameters: NoParameters) -> None:
        assert [record.raw for record in run.records] == ["{a}", "{b}"]
        with run.chunk():
            run.fail_record(reference="b", reason="BAD", message="still bad", raw="{b}")

    attempt(retry, definition(second))
    states = dict(FailedRecord.objects.filter(run=run).values_list("reference", "state"))
    assert states == {"a": RecordState.RESOLVED, "b": RecordState.FAILED_AGAIN}


def test_an_unknown_job_is_dead_with_its_name() -> None:
    run = new_run(key="orders.gone")
    assert attempt(run, definition(lambda run, parameters: None)) == State.DEAD
    run.refresh_from_db()
    assert "orders.gone" in run.error


def test_a_run_tells_of_failed_tries_and_of_the_worker_that_died() -> None:
    tries = 0

    def handler(run: Run, parameters: NoParameters) -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise Temporary("no route to the shop", retry_after=0)

    run, card = new_run(), definition(handler)
    dying = claim.claim(JobRun, run.pk)
    assert dying is not None
    JobRun.objects.filter(pk=run.pk).update(lease_until=Now() - timedelta(seconds=1))
    assert attempt(run, card) == State.PENDING
    assert attempt(run, card) == State.DONE
    told = [(log.level, log.text) for log in run.logs.order_by("id")]
    assert len(told) == 2
    assert told[0][0] == "warning" and dying.claimed_by in told[0][1] and "killed or froze" in told[0][1]
    assert told[1][0] == "warning" and "Try 1 of 6 failed: no route to the shop" in told[1][1]
