"""Dead runs: known by what they died of, tried again alone or together, or set aside with a reason."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from jobs import registry
from jobs.audit import Actor
from jobs.engine.run import Run
from jobs.models import AuditLog, JobRun, State
from jobs.parameters import NoParameters
from jobs.services import NotPossible, dead_groups, ignore_group, ignore_run, request_run, retry_group, retry_run
from tests.engine.support import attempt, definition, new_run
from work.errors import Permanent
from work.fingerprint import fingerprint, shape

pytestmark = pytest.mark.django_db
ANNA = Actor("anna", ip="127.0.0.1")
ALIVE: list[int] = []


def order_is_missing(run: Run, parameters: NoParameters) -> None:
    if run.id not in ALIVE:
        raise Permanent(f"Order #{1000 + run.id} of 'shop-{run.id}' is missing")


PROBE = definition(order_is_missing, chunked=False)


@pytest.fixture(autouse=True)
def jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(registry, "_index", lambda: {PROBE.key: PROBE})
    ALIVE.clear()
    yield


def dead(count: int = 1, **columns: Any) -> list[JobRun]:
    runs = []
    for _ in range(count):
        run = new_run(origin="schedule", **columns)
        assert attempt(run, PROBE) == State.DEAD
        run.refresh_from_db()
        runs.append(run)
    return runs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Order #1001 is missing", "Order #77 is missing"),
        ("No variant 'blue' in gid://shopify/Product/1", "No variant 'red' in gid://shopify/Product/2"),
        ("Timed out after 5.0 s at https://a.example/x?y=1", "Timed out after 12,5 s at https://b.example/"),
        ("Row 0d4bf0a3-0f0e-4b5e-9d3c-0a4c2a0b8a11  gone", "Row 5d4bf0a3-0f0e-4b5e-9d3c-0a4c2a0b8a12 gone"),
    ],
)
def test_errors_that_differ_in_values_alone_are_alike(one: str, other: str) -> None:
    assert fingerprint(one) == fingerprint(other) and len(fingerprint(one)) == 16


def test_other_sentences_are_not_alike_and_no_error_has_no_fingerprint() -> None:
    assert fingerprint("Order #1 is missing") != fingerprint("Order #1 is closed")
    assert fingerprint(" ") == "" and shape("a  b\n3") == "a b <n>"


def test_dead_runs_of_one_cause_are_one_group() -> None:
    runs = dead(3)
    other = new_run(origin="schedule")
    attempt(other, definition(lambda run, parameters: exec('raise __import__("work.errors").errors.Permanent("No")')))
    groups = dead_groups()
    assert [(group.count, group.newest.pk) for group in groups] == [(3, runs[-1].pk), (1, other.pk)]
    assert groups[0].fingerprint == runs[0].fingerprint


def test_a_dry_run_that_died_is_in_no_group() -> None:
    (preview,) = dead(dry=True)
    assert dead_groups() == []
    (run,) = dead()
    assert preview.fingerprint == run.fingerprint
    assert [(group.count, group.newest) for group in dead_groups()] == [(1, run)]
    assert ignore_group(run.key, run.fingerprint, ANNA, "known") == 1
    preview.refresh_from_db()
    assert preview.state == State.DEAD


def test_one_is_tried_again_and_lives() -> None:
    run = dead()[0]
    ALIVE.append(run.pk)
    retry_run(run.pk, ANNA)
    with pytest.raises(NotPossible, match="pending"):
        retry_run(run.pk, ANNA)
    run.refresh_from_db()
    assert (run.state, run.error, run.fingerprint, run.attempts) == (State.PENDING, "", "", 0)
    assert attempt(run, PROBE) == State.DONE
    assert list(AuditLog.objects.values_list("action", flat=True)) == ["run.retried"]


def test_a_group_is_tried_again_one_run_after_the_other() -> None:
    runs = dead(3)
    bystander = new_run(origin="schedule")
    attempt(bystander, definition(lambda run, parameters: run.later(0)))
    assert retry_group(PROBE.key, runs[0].fingerprint, ANNA) == 3
    ALIVE.extend(run.pk for run in runs)
    assert attempt(runs[0], PROBE) is None, "the bystander has begun: it holds the job's one place"
    assert attempt(bystander, definition(lambda run, parameters: None)) == State.DONE
    JobRun.objects.update(due_at=runs[0].created_at)
    assert [attempt(run, PROBE) for run in runs] == [State.DONE] * 3
    assert AuditLog.objects.get().after["runs"] == [run.pk for run in runs]
    with pytest.raises(NotPossible):
        retry_group(PROBE.key, runs[0].fingerprint, ANNA)


def test_several_dead_runs_by_hand_may_wait_at_once_and_a_click_still_makes_one_run() -> None:
    for _ in range(2):
        attempt(request_run(PROBE.key, shop=None, actor=ANNA).run, PROBE)
    fingerprints = {run.fingerprint for run in JobRun.objects.all()}
    assert retry_group(PROBE.key, fingerprints.pop(), ANNA) == 2
    assert request_run(PROBE.key, shop=None, actor=ANNA).already


def test_ignoring_needs_a_reason_and_is_final() -> None:
    run = dead()[0]
    with pytest.raises(NotPossible, match="why"):
        ignore_run(run.pk, ANNA, "  ")
    assert ignore_run(run.pk, ANNA, "known, mended by hand").state == State.IGNORED
    with pytest.raises(NotPossible, match="ignored"):
        retry_run(run.pk, ANNA)
    with pytest.raises(NotPossible, match="ignored"):
        ignore_run(run.pk, ANNA, "again")
    assert AuditLog.objects.get().reason == "known, mended by hand" and not dead_groups()


def test_a_group_is_ignored_together_and_a_missed_slot_too() -> None:
    runs = dead(2)
    assert ignore_group(PROBE.key, runs[0].fingerprint, ANNA, "store closed") == 2
    missed = new_run(origin="schedule", state=State.MISSED, finished_at=runs[0].created_at)
    assert ignore_run(missed.pk, ANNA, "holiday").state == State.IGNORED
    assert [row.action for row in AuditLog.objects.order_by("id")] == ["run.group_ignored", "run.ignored"]


def test_a_run_buried_after_its_deaths_has_a_fingerprint_too(settings: Any) -> None:
    from work import claim

    run = new_run(origin="schedule")
    JobRun.objects.filter(pk=run.pk).update(
        state=State.RUNNING, deaths=2, lease_until=run.created_at, started_at=run.created_at
    )
    assert claim.bury(JobRun) == 1
    assert dead_groups()[0].fingerprint


@pytest.mark.parametrize(
    ("runs", "index"),
    [
        (JobRun.objects.filter(state=State.DEAD, dry=False).values("key", "fingerprint"), "jobrun_dead_groups"),
        (JobRun.objects.filter(key="x", dry=True).order_by("-created_at", "-id")[:3], "jobrun_previews"),
    ],
)
def test_an_index_answers(runs: QuerySet[JobRun], index: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert index in runs.explain()
