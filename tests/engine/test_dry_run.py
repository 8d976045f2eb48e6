"""A dry run shows what would change, and changes nothing."""

from typing import Any

import pytest
from django.db import connection

from jobs.engine.run import Run
from jobs.models import Heartbeat, JobRun, RunChange, RunLog, State
from jobs.parameters import NoParameters
from tests.engine.support import attempt, definition, new_run
from work.errors import Temporary

pytestmark = pytest.mark.django_db(transaction=True)


def ten_parts(run: Run, parameters: NoParameters) -> None:
    for step in range(run.cursor.get("next", 0), 10):
        with run.chunk():
            part = Heartbeat.objects.create(part=f"part {step}")
            run.change("part", "created", part.part, target=part, step=step)
            run.count(created=1)
            run.cursor["next"] = step + 1


@pytest.mark.parametrize("chunked", [True, False])
def test_nothing_stays_but_what_was_said(chunked: bool) -> None:
    def handler(run: Run, parameters: NoParameters) -> None:
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
    assert RunLog.objects.get(run=run).text == "looking"


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

    def handler(run: Run, parameters: NoParameters) -> None:
        with run.chunk():
            Heartbeat.objects.create(part="unseen")
            run.progress(done=5, total=10, phase="loading")
        row = JobRun.objects.get(pk=run.id)
        seen.append({"progress": row.progress.get("done"), "inside": connection.in_atomic_block})

    attempt(new_run(dry=True), definition(handler))
    assert seen == [{"progress": 5, "inside": False}]


def test_it_goes_on_where_it_was_and_has_written_nothing() -> None:
    def handler(run: Run, parameters: NoParameters) -> None:
        if "operation" not in run.cursor:
            with run.chunk():
                Heartbeat.objects.create(part="before the wait")
                run.cursor["operation"] = 7
                run.count(looked=1)
            run.later(0, "running elsewhere")
        if "loaded" not in run.cursor:
            with run.chunk():
                Heartbeat.objects.create(part="written")
                run.cursor["loaded"] = True
                run.count(created=1)
            raise Temporary("lost the line", retry_after=0)

    run = new_run(dry=True)
    for state in (State.PENDING, State.PENDING, State.DONE):
        assert attempt(run, definition(handler)) == state
        assert not Heartbeat.objects.exists()
    run.refresh_from_db()
    assert run.cursor == {"operation": 7, "loaded": True} and run.counters == {"looked": 1, "created": 1}


def test_what_later_chunks_build_on_is_there_again() -> None:
    """In a dry run and in a real one the second chunk finds what the first has written, once."""

    def handler(run: Run, parameters: NoParameters) -> None:
        def lay() -> None:
            Heartbeat.objects.get_or_create(part="laid")

        with run.chunk():
            lay()
            run.count(laid=1)
        run.premise(lay)
        with run.chunk():
            run.count(found=Heartbeat.objects.filter(part="laid").count())

    for dry in (True, False):
        run = new_run(dry=dry)
        assert attempt(run, definition(handler)) == State.DONE
        run.refresh_from_db()
        assert run.counters == {"laid": 1, "found": 1}
        assert Heartbeat.objects.count() == (0 if dry else 1)


def test_its_working_tables_stay_and_what_is_provisional_does_not() -> None:
    def handler(run: Run, parameters: NoParameters) -> None:
        with run.scratch():
            Heartbeat.objects.create(part="working")
            with run.provisional():
                Heartbeat.objects.create(part="provisional")

    assert attempt(new_run(dry=True), definition(handler)) == State.DONE
    assert [beat.part for beat in Heartbeat.objects.all()] == ["working"]


def test_stop_is_heeded() -> None:
    def handler(run: Run, parameters: NoParameters) -> None:
        JobRun.objects.filter(pk=run.id).update(cancel_requested=True)
        ten_parts(run, parameters)

    run = new_run(dry=True)
    assert attempt(run, definition(handler)) == State.CANCELLED
    assert not Heartbeat.objects.exists()


def test_only_the_first_fifty_of_a_kind_are_kept() -> None:
    def handler(run: Run, parameters: NoParameters) -> None:
        for number in range(70):
            with run.chunk():
                run.change("order", "created", f"#{number}")

    run = new_run()
    attempt(run, definition(handler))
    assert run.changes.count() == 50
