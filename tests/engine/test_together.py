"""What is rolled back was not said either: cursor, counters, progress, changes and records go with it."""

from collections.abc import Callable

import pytest

from jobs.engine.run import Run
from jobs.models import Heartbeat, State
from jobs.parameters import NoParameters
from tests.engine.support import attempt, definition, new_run
from work.errors import Permanent

pytestmark = pytest.mark.django_db
Ends = Callable[[Run], None]


def permanent(run: Run) -> None:
    raise Permanent("no")


def later(run: Run) -> None:
    run.later(5)


def say(run: Run) -> None:
    Heartbeat.objects.create(part=f"written {run.counters['created']}")
    run.count(created=1)
    run.cursor["seen"].append(run.counters["created"])
    run.change("order", "created", f"#{run.counters['created']}")
    run.fail_record(reference="b", reason="BAD", message="bad")
    run.progress(done=run.counters["created"])


@pytest.mark.parametrize("dry", [False, True])
@pytest.mark.parametrize(("ends", "state"), [(permanent, State.DEAD), (later, State.PENDING)])
def test_a_chunk_that_breaks_off_leaves_what_the_chunk_before_it_left(ends: Ends, state: State, dry: bool) -> None:
    def handler(run: Run, parameters: NoParameters) -> None:
        run.cursor["seen"] = []
        with run.chunk():
            say(run)
        with run.chunk():
            say(run)
            ends(run)

    run = new_run(dry=dry)
    assert attempt(run, definition(handler)) == state
    run.refresh_from_db()
    assert run.cursor == {"seen": [1]} and run.progress["done"] == 1
    assert run.counters == {"created": 1, "failed": 1}
    assert run.changes.count() == run.failed_records.count() == 1
    assert Heartbeat.objects.count() == (0 if dry else 1)


@pytest.mark.parametrize("dry", [False, True])
def test_a_job_of_one_transaction_that_breaks_off_leaves_nothing(dry: bool) -> None:
    def handler(run: Run, parameters: NoParameters) -> None:
        run.cursor["seen"] = []
        say(run)
        raise Permanent("no")

    run = new_run(dry=dry)
    assert attempt(run, definition(handler, chunked=False)) == State.DEAD
    run.refresh_from_db()
    assert (run.cursor, run.counters, run.progress, run.error) == ({}, {}, {}, "no")
    assert not run.changes.exists() and not run.failed_records.exists() and not Heartbeat.objects.exists()


def test_what_was_said_between_two_chunks_stays_and_so_do_the_places_where_it_is_kept() -> None:
    """A change that was sent outside was sent, whatever becomes of the chunk after it."""

    def handler(run: Run, parameters: NoParameters) -> None:
        cursor, counters = run.cursor, run.counters
        run.count(sent=1)
        run.log("sent")
        with pytest.raises(ValueError, match="no"), run.chunk():
            run.count(created=1)
            run.cursor["next"] = 1
            raise ValueError("no")
        assert run.cursor is cursor and run.counters is counters and not cursor

    run = new_run()
    assert attempt(run, definition(handler)) == State.DONE
    run.refresh_from_db()
    assert run.counters == {"sent": 1} and run.logs.get().text == "sent"
