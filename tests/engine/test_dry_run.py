"""A dry run shows what would change, and changes nothing."""

from typing import Any

import pytest
from django.db import transaction

from jobs.engine.run import Run
from jobs.models import Heartbeat, JobRun, RunChange, RunLog, State
from tests.engine.support import attempt, definition, new_run
from work.errors import Temporary

pytestmark = pytest.mark.django_db(transaction=True)


def ten_parts(run: Run, parameters: dict[str, Any]) -> None:
    for step in range(run.cursor.get("next", 0), 10):
        with run.chunk():
            part = Heartbeat.objects.create(part=f"part {step}")
            run.change("part", "created", part.part, target=part, step=step)
            run.count(created=1)
            run.cursor["next"] = step + 1


@pytest.mark.parametrize("chunked", [True, False])
def test_nothing_stays_but_what_was_said(chunked: bool) -> None:
    def handler(run: Run, parameters: dict[str, Any]) -> None:
        run.log("looking")
        if chunked:
            ten_parts(run, parameters)
        else:
            Heartbeat.objects.create(part="one")
            run.change("part", "created", "one")
            run.count(created=1)

    run = new_run(dry=True)
    assert attempt(run, definition(handler, chunked=chunked)) == State.DONE
    run.refresh_from_db()
    assert not Heartbeat.objects.exists()
    expected = 10 if chunked else 1
    assert run.counters == {"created": expected} and RunChange.objects.filter(run=run).count() == expected
    assert run.cursor == {} and RunLog.objects.get(run=run).text == "looking"


def test_the_real_run_does_what_the_dry_run_said() -> None:
    dry, real = new_run(dry=True), new_run(origin="schedule")
    attempt(dry, definition(ten_parts))
    attempt(real, definition(ten_parts))
    dry.refresh_from_db()
    real.refresh_from_db()
    assert dry.counters == real.counters
    said, done = ([(c.reference, c.action, c.detail) for c in run.changes.order_by("id")] for run in (dry, real))
    assert said == done and Heartbeat.objects.count() == 10


def test_progress_is_seen_while_it_works() -> None:
    seen: list[dict[str, Any]] = []

    def handler(run: Run, parameters: dict[str, Any]) -> None:
        with run.chunk():
            Heartbeat.objects.create(part="unseen")
            run.progress(done=5, total=10, phase="loading")
        outer = transaction.get_connection().in_atomic_block
        row = JobRun.objects.get(pk=run.id)
        seen.append({"progress": row.progress.get("done"), "inside": outer})

    attempt(new_run(dry=True), definition(handler))
    assert seen == [{"progress": 5, "inside": True}]


def test_a_wait_before_the_first_write_keeps_its_cursor_and_one_after_it_does_not() -> None:
    def handler(run: Run, parameters: dict[str, Any]) -> None:
        if "operation" not in run.cursor:
            with run.chunk():
                run.cursor["operation"] = 7
            run.later(0, "running elsewhere")
        with run.chunk():
            Heartbeat.objects.create(part="written")
            run.cursor["loaded"] = True
        raise Temporary("lost the line", retry_after=0)

    run = new_run(dry=True)
    attempt(run, definition(handler))
    run.refresh_from_db()
    assert run.cursor == {"operation": 7} and run.state == State.PENDING
    attempt(run, definition(handler))
    run.refresh_from_db()
    assert run.cursor == {"operation": 7} and run.attempts == 1 and not Heartbeat.objects.exists()


def test_what_is_written_aside_does_not_keep_it_from_waiting() -> None:
    def handler(run: Run, parameters: dict[str, Any]) -> None:
        if "operation" not in run.cursor:
            with run.aside():
                Heartbeat.objects.create(part="aside")
                run.log("looked round")
            with run.chunk():
                run.cursor["operation"] = 7
            run.later(0, "running elsewhere")
        with run.chunk():
            run.count(done=1)

    dry, real = new_run(dry=True), new_run(origin="schedule")
    for run in (dry, real):
        assert attempt(run, definition(handler)) == State.PENDING
        assert attempt(run, definition(handler)) == State.DONE
        run.refresh_from_db()
        assert run.counters == {"done": 1} and run.logs.get().text == "looked round"
    assert Heartbeat.objects.count() == 1, "the real run's alone"


def test_stop_is_heeded() -> None:
    def handler(run: Run, parameters: dict[str, Any]) -> None:
        JobRun.objects.filter(pk=run.id).update(cancel_requested=True)
        ten_parts(run, parameters)

    run = new_run(dry=True)
    assert attempt(run, definition(handler)) == State.CANCELLED
    assert not Heartbeat.objects.exists()


def test_only_the_first_fifty_of_a_kind_are_kept() -> None:
    def handler(run: Run, parameters: dict[str, Any]) -> None:
        for number in range(70):
            with run.chunk():
                run.change("order", "created", f"#{number}")

    run = new_run()
    attempt(run, definition(handler))
    assert run.changes.count() == 50
