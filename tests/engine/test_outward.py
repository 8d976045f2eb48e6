"""A job that writes outward: each change once, refusals set aside, and a killed run goes on where it was."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from integrations.effects import Action, Effect, EffectRefused
from jobs.engine.run import Run
from jobs.handlers.outward import Outgoing, send_all
from jobs.models import JobRun, State
from jobs.parameters import NoParameters
from tests.engine.support import attempt, definition, new_run
from work.errors import Permanent

pytestmark = pytest.mark.django_db(transaction=True)


class Outside:
    """The other side: what arrived there, what it refuses, and at which call or chunk the worker dies."""

    def __init__(self) -> None:
        self.arrived: list[int] = []
        self.refuses: set[int] = set()
        self.dies_after_call = self.dies_in_chunk = 0

    def action(self, number: int) -> Action:
        def call(effect: Effect) -> dict[str, Any]:
            if number in self.refuses:
                raise EffectRefused(f"{number} is closed")
            self.arrived.append(number)
            if self.dies_after_call == number:
                self.dies_after_call = 0
                raise SystemExit("killed")
            return {"id": number}

        def verify(effect: Effect) -> dict[str, Any] | None:
            return {"id": number} if number in self.arrived else None

        return Action(f"ship:{number}", "ship", call, verify, request={"order": number}, assumed={"id": 0})

    def handler(self, numbers: Sequence[int]) -> Any:
        def handle(run: Run, parameters: NoParameters) -> None:
            send_all(run, (self.outgoing(run, number) for number in numbers))

        return handle

    def outgoing(self, run: Run, number: int) -> Outgoing:
        def done(answer: dict[str, Any]) -> None:
            run.count(shipped=1)
            run.change("order", "shipped", f"#{number}", id=answer["id"])
            if self.dies_in_chunk == number:
                self.dies_in_chunk = 0
                raise SystemExit("killed")

        return Outgoing(
            number, f"#{number}", self.action(number), done, lambda why: run.log(f"#{number} was refused: {why}")
        )


def due_again(run: JobRun) -> JobRun:
    """As after its lease has ended: whoever comes next takes it over."""
    JobRun.objects.filter(pk=run.pk).update(lease_until=run.created_at, due_at=run.created_at)
    run.refresh_from_db()
    return run


def test_each_change_is_sent_once_and_what_follows_is_written() -> None:
    outside, run = Outside(), new_run()
    assert attempt(run, definition(outside.handler([1, 2, 3]))) == State.DONE
    run.refresh_from_db()
    assert outside.arrived == [1, 2, 3]
    assert run.counters == {"sent": 3, "shipped": 3} and run.cursor == {"sent_through": 3}


@pytest.mark.parametrize("moment", ["dies_after_call", "dies_in_chunk"])
def test_a_run_killed_between_call_and_chunk_does_not_send_twice(moment: str) -> None:
    outside, run = Outside(), new_run()
    card = definition(outside.handler([1, 2, 3]))
    setattr(outside, moment, 2)
    with pytest.raises(SystemExit):
        attempt(run, card)
    assert due_again(run).cursor == {"sent_through": 1}
    assert attempt(run, card) == State.DONE
    run.refresh_from_db()
    assert outside.arrived == [1, 2, 3]
    assert (run.counters["sent"], run.counters["shipped"]) == (3, 3)
    assert [change.reference for change in run.changes.filter(kind="order")] == ["#1", "#2", "#3"]


def test_a_refusal_is_a_failed_record_once_and_the_others_go_on() -> None:
    outside, run = Outside(), new_run()
    outside.refuses, outside.dies_in_chunk = {1}, 3
    card = definition(outside.handler([1, 2, 3]))
    with pytest.raises(SystemExit):
        attempt(run, card)
    assert attempt(due_again(run), card) == State.DONE
    record = run.failed_records.get()
    assert (record.reference, record.reason, record.message) == ("#1", "REFUSED", "1 is closed")
    assert record.raw == '{"order": 1}'
    assert run.logs.filter(text="#1 was refused: 1 is closed").count() == 1
    assert outside.arrived == [2, 3]


def test_a_retry_sends_the_records_that_failed_and_no_other() -> None:
    outside = Outside()
    outside.refuses = {2}
    first = new_run()
    attempt(first, definition(outside.handler([1, 2, 3])))
    outside.refuses.clear()
    Effect.objects.filter(key="ship:2").delete()
    retry = new_run(origin="retry", retry_of=first)
    first.failed_records.update(state="retrying", retry_run=retry)
    Effect.objects.exclude(key="ship:2").delete()  # they would be sent again if they were asked for
    assert attempt(retry, definition(outside.handler([1, 2, 3]))) == State.DONE
    assert outside.arrived == [1, 3, 2]
    assert first.failed_records.get().state == "resolved"


def test_a_dry_run_sends_nothing_and_shows_everything() -> None:
    outside, run = Outside(), new_run(dry=True)
    assert attempt(run, definition(outside.handler([1, 2]))) == State.DONE
    run.refresh_from_db()
    assert not outside.arrived and not Effect.objects.exists()
    assert run.counters == {"sent": 2, "shipped": 2}
    assert list(run.changes.filter(kind="outside").values_list("reference", flat=True)) == ["ship:1", "ship:2"]


def test_places_that_do_not_ascend_are_a_mistake_that_is_named() -> None:
    outside, run = Outside(), new_run()

    def handler(run: Run, parameters: NoParameters) -> None:
        with pytest.raises(ValueError, match="#1 comes after place 2, but its own is 1"):
            send_all(run, [outside.outgoing(run, number) for number in (2, 1)])

    assert attempt(run, definition(handler)) == State.DONE


def test_the_other_sides_errors_are_put_into_the_engines_terms() -> None:
    outside, run = Outside(), new_run()

    @contextmanager
    def speaking() -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise Permanent(f"The folder is gone: {error}") from error

    def lost(effect: Effect) -> dict[str, Any]:
        raise OSError("no such host")

    def handler(run: Run, parameters: NoParameters) -> None:
        action = Action("x", "upload", lost, lambda effect: None)
        send_all(run, [Outgoing(1, "x", action, lambda answer: None)], speaking)

    assert attempt(run, definition(handler)) == State.DEAD
    run.refresh_from_db()
    assert "The folder is gone: no such host" in run.error
    assert outside.arrived == []
