"""A call that leaves the system is made once, or detected and reconciled."""

import smtplib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction

from integrations.effects import Action, Effect, EffectBusy, EffectKind, EffectRefused, EffectState, perform
from integrations.shopify.errors import never_arrived
from jobs.engine.outward import send
from jobs.engine.run import Run
from jobs.models import State
from jobs.parameters import NoParameters
from shopify_client.errors import Throttled, TransientError
from tests.engine.support import attempt, definition, new_run

pytestmark = pytest.mark.django_db(transaction=True)


class Outside:
    """The other side: what it was asked to do, and what it did."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.looked = 0
        self.before: Callable[[], None] = lambda: None
        self.after: Callable[[], None] = lambda: None
        self.never_arrived: Callable[[Exception], bool] = never_arrived

    def call(self, effect: Effect) -> dict[str, Any]:
        self.before()
        self.done.append(str(effect.idempotency_key))
        self.after()
        return {"id": len(self.done)}

    def verify(self, effect: Effect) -> dict[str, Any] | None:
        self.looked += 1
        return {"id": self.done.index(str(effect.idempotency_key)) + 1} if self.done else None

    def action(self, key: str = "fulfil:7") -> Action:
        return Action(
            key,
            EffectKind.SUBSCRIBE_WEBHOOK,
            self.call,
            self.verify,
            request={"order": 7},
            assumed={"id": 0},
            never_arrived=self.never_arrived,
        )


def dies() -> None:
    raise SystemExit("killed")


def test_once_however_often_it_is_asked_for() -> None:
    outside = Outside()
    assert [perform(outside.action()) for _ in range(3)] == [{"id": 1}] * 3
    assert len(outside.done) == 1 and outside.looked == 0
    assert Effect.objects.get().state == EffectState.CONFIRMED


def test_a_process_that_died_before_the_call_arrived_calls_again_after_a_look() -> None:
    outside = Outside()
    outside.before = dies
    with pytest.raises(SystemExit):
        perform(outside.action())
    assert Effect.objects.get().state == EffectState.SENT
    outside.before = lambda: None
    assert perform(outside.action()) == {"id": 1}
    assert (len(outside.done), outside.looked, Effect.objects.get().sent) == (1, 1, 2)


def test_a_process_that_died_after_the_call_arrived_finds_it_by_a_read() -> None:
    outside = Outside()
    outside.after = dies
    with pytest.raises(SystemExit):
        perform(outside.action())
    assert perform(outside.action()) == {"id": 1}
    assert (len(outside.done), outside.looked) == (1, 1)


@pytest.mark.parametrize(
    ("error", "looks"),
    [
        (Throttled(1.0), 0),
        (TransientError("refused", may_have_arrived=False), 0),
        (TransientError("no answer"), 1),
    ],
)
def test_a_look_is_needed_only_if_the_call_may_have_arrived(error: Exception, looks: int) -> None:
    outside = Outside()

    def fails() -> None:
        raise error

    outside.before = fails
    with pytest.raises(type(error)):
        perform(outside.action())
    outside.before = lambda: None
    perform(outside.action())
    assert outside.looked == looks and len(outside.done) == 1


@pytest.mark.parametrize(
    ("error", "looks"),
    [(smtplib.SMTPRecipientsRefused({"a@b.example": (450, b"greylisted")}), 0), (smtplib.SMTPServerDisconnected(), 1)],
)
def test_a_letter_says_itself_when_it_never_arrived(error: Exception, looks: int) -> None:
    """A mail server that refuses the recipient has taken nothing; one that hangs up may have."""
    letter = Outside()
    letter.never_arrived = lambda met: isinstance(met, smtplib.SMTPRecipientsRefused)

    def fails() -> None:
        raise error

    letter.before = fails
    with pytest.raises(type(error)):
        perform(letter.action("letter:7"))
    letter.before = lambda: None
    perform(letter.action("letter:7"))
    assert letter.looked == looks and len(letter.done) == 1


def test_an_action_that_does_not_say_is_looked_for() -> None:
    outside = Outside()
    unsaid = replace(outside.action(), never_arrived=Action.never_arrived)

    def fails() -> None:
        raise Throttled(1.0)

    outside.before = fails
    with pytest.raises(Throttled):
        perform(unsaid)
    outside.before = lambda: None
    perform(unsaid)
    assert outside.looked == 1


def test_a_refusal_is_kept_and_not_asked_again() -> None:
    outside = Outside()

    def refuses() -> None:
        raise EffectRefused("Order is closed")

    outside.before = refuses
    for _ in range(2):
        with pytest.raises(EffectRefused, match="closed"):
            perform(outside.action())
        outside.before = lambda: None
    assert not outside.done and Effect.objects.get().error == "Order is closed"


def test_a_second_process_does_not_call_beside_one_that_is_in_the_middle_of_it() -> None:
    outside = Outside()
    inside, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        inside.set()
        assert go_on.wait(240)

    outside.before = slow

    def first() -> dict[str, Any]:
        try:
            return perform(outside.action())
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(first)
        assert inside.wait(240)
        with pytest.raises(EffectBusy):
            perform(outside.action())
        go_on.set()
        assert running.result() == {"id": 1}
    assert perform(outside.action()) == {"id": 1} and len(outside.done) == 1


def test_inside_a_transaction_it_refuses_to_begin() -> None:
    outside = Outside()
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        perform(outside.action())
    assert not outside.done


def test_a_dry_run_shows_the_call_and_does_not_make_it() -> None:
    outside = Outside()

    def handler(run: Run, parameters: NoParameters) -> None:
        answer = send(run, outside.action())
        with run.chunk():
            run.cursor["answer"] = answer

    dry, real = new_run(dry=True), new_run(origin="schedule")
    assert attempt(dry, definition(handler)) == State.DONE
    assert not outside.done and not Effect.objects.exists()
    assert attempt(real, definition(handler)) == State.DONE
    for run in (dry, real):
        run.refresh_from_db()
    assert dry.counters == real.counters == {"sent": 1}
    said, made = (run.changes.values_list("kind", "action", "reference", "detail") for run in (dry, real))
    assert list(said) == list(made) == [("outside", "webhookSubscriptionCreate", "fulfil:7", {"request": {"order": 7}})]
    assert Effect.objects.get().made_by == f"run {real.pk}" and len(outside.done) == 1


def test_an_attempt_that_died_after_the_call_does_not_make_it_twice() -> None:
    outside = Outside()

    def handler(run: Run, parameters: NoParameters) -> None:
        send(run, outside.action())
        if run.row.attempts == 0:
            raise OSError("lost the line before the chunk")

    run = new_run()
    assert attempt(run, definition(handler)) == State.PENDING
    type(run).objects.update(due_at=run.created_at)
    assert attempt(run, definition(handler)) == State.DONE
    assert len(outside.done) == 1
