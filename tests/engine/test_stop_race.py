"""Stop holds, whatever a worker does to the run at that moment."""

import threading

import pytest
from django.db import connection, transaction

from jobs.audit import Actor
from jobs.engine.run import Run
from jobs.models import JobRun, State
from jobs.parameters import NoParameters
from jobs.services import stop_run
from tests.console.support import run
from tests.engine.support import attempt, definition, new_run
from tests.waiting import until, waiting_for_a_lock
from work.errors import Temporary

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_run_that_is_given_back_while_it_is_stopped_is_stopped_all_the_same() -> None:
    pk = run(state="running").pk
    given_back = threading.Event()

    def worker() -> None:
        with transaction.atomic():
            row = JobRun.objects.select_for_update(of=("self",)).get(pk=pk)
            given_back.set()
            until("somebody clicks Stop now", waiting_for_a_lock)
            JobRun.objects.filter(pk=row.pk).update(state=State.PENDING, lease_until=None)
        connection.close()

    thread = threading.Thread(target=worker)
    thread.start()
    given_back.wait(240)
    stopped = stop_run(pk, Actor("ada"))
    thread.join()
    assert stopped.state == State.CANCELLED
    assert JobRun.objects.get(pk=pk).state == State.CANCELLED


@pytest.mark.parametrize("how", ["waits", "fails"])
def test_a_run_that_is_stopped_in_an_attempt_that_waits_or_fails_ends_there(how: str) -> None:
    def handler(run: Run, parameters: NoParameters) -> None:
        stop_run(run.id, Actor("ada"))
        if how == "waits":
            run.later(30, "running at Shopify")
        raise Temporary("the shop is down")

    stopped = new_run()
    assert attempt(stopped, definition(handler)) == State.CANCELLED
    stopped.refresh_from_db()
    assert stopped.error == "Stopped by an operator"
    assert stopped.logs.filter(text__contains="the shop is down").exists() is (how == "fails")
