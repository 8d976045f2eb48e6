"""Whoever falls silent is named; whoever is back is forgiven."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from jobs import health
from jobs.engine import heartbeats
from jobs.models import Heartbeat
from tests.engine.support import new_run

pytestmark = pytest.mark.django_db
PARTS = {
    "beat": "beat",
    "worker jobs@host": "worker parent",
    "worker child jobs@host 0": "worker child",
    "webhook receiver host": "webhook receiver",
}


@pytest.fixture(autouse=True)
def all_well(settings: object) -> None:
    for part in PARTS:
        heartbeats.sign(part)


def named() -> set[str]:
    return {problem.part for problem in health.problems()}


def test_all_well_is_an_empty_list() -> None:
    assert health.problems() == []


@pytest.mark.parametrize(("part", "name"), list(PARTS.items()))
def test_a_part_that_stopped_signing_is_named_until_it_signs_again(part: str, name: str) -> None:
    Heartbeat.objects.filter(part=part).update(at=Now() - timedelta(seconds=41))
    assert named() == {name}
    heartbeats.sign(part)
    assert named() == set()


def test_a_worker_that_ended_in_good_order_is_missed_only_when_it_was_the_last() -> None:
    heartbeats.sign("worker bulk@host")
    heartbeats.forget("worker bulk@host")
    assert named() == set()
    heartbeats.forget("worker jobs@host")
    heartbeats.forget("worker child jobs@host ")
    assert named() == {"worker"}


def test_without_any_receiver_somebody_is_told() -> None:
    heartbeats.forget("webhook receiver ")
    (problem,) = health.problems()
    assert problem.part == "webhook receiver" and "until one is started" in problem.text


def test_work_that_nobody_takes_up_is_named() -> None:
    new_run(due_at=Now() - timedelta(minutes=2))
    assert named() == {"worker"}


def test_a_broker_that_is_gone_is_named_without_waiting(settings: object) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert named() == {"broker"}
