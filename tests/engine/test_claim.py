"""Claim, fence, lease: the promises the whole engine stands on."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now

from jobs.models import JobRun, State
from tests.engine.support import new_run
from work import claim

pytestmark = pytest.mark.django_db


def expire(run: JobRun) -> None:
    JobRun.objects.filter(pk=run.pk).update(lease_until=Now() - timedelta(seconds=1))


def test_a_claimed_run_is_not_claimed_again() -> None:
    run = new_run()
    first = claim.claim(JobRun, run.pk)
    assert first is not None and first.state == State.RUNNING and first.token == 1
    assert claim.claim(JobRun, run.pk) is None


def test_a_run_due_later_is_not_claimed() -> None:
    run = new_run(due_at=Now() + timedelta(minutes=1))
    assert claim.claim(JobRun, run.pk) is None


def test_an_expired_lease_is_taken_over_and_counts_a_death() -> None:
    run = new_run()
    frozen = claim.claim(JobRun, run.pk)
    expire(run)
    heir = claim.claim(JobRun, run.pk)
    assert frozen is not None and heir is not None
    assert (heir.token, heir.deaths) == (2, 1)
    assert not claim.end(frozen, State.DONE)
    assert claim.end(heir, State.DONE)


def test_the_third_death_is_the_last() -> None:
    run = new_run()
    for _ in range(3):
        assert claim.claim(JobRun, run.pk) is not None
        expire(run)
    assert claim.claim(JobRun, run.pk) is None
    assert claim.bury(JobRun) == 1
    run.refresh_from_db()
    assert run.state == State.DEAD and run.deaths == 3 and run.finished_at and "killed or froze" in run.error


def test_bury_leaves_a_living_run_alone() -> None:
    run = new_run(deaths=2)
    claim.claim(JobRun, run.pk)
    assert claim.bury(JobRun) == 0


def test_two_runs_of_one_job_do_not_run_at_once() -> None:
    first, second = new_run(), new_run(origin="schedule")
    assert claim.claim(JobRun, first.pk) is not None
    assert claim.claim(JobRun, second.pk) is None
    second.refresh_from_db()
    assert second.state == State.PENDING and second.due_at > first.due_at


def test_a_run_given_back_still_holds_its_place() -> None:
    first, second = new_run(), new_run(origin="schedule")
    held = claim.claim(JobRun, first.pk)
    assert held is not None and claim.give_back(held, 30)
    assert claim.claim(JobRun, second.pk) is None


@pytest.mark.django_db(transaction=True)
def test_of_twenty_parallel_claims_one_wins() -> None:
    run = new_run()

    def take(_: int) -> bool:
        try:
            return claim.claim(JobRun, run.pk) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(take, range(20))) == 1


def test_the_database_refuses_a_running_row_without_a_lease() -> None:
    run = new_run()
    with pytest.raises(Exception, match="running_has_lease"), transaction.atomic():
        JobRun.objects.filter(pk=run.pk).update(state=State.RUNNING)


def test_the_database_refuses_an_end_without_its_time() -> None:
    run = new_run()
    with pytest.raises(Exception, match="finished_iff_ended"), transaction.atomic():
        JobRun.objects.filter(pk=run.pk).update(state=State.DONE)
