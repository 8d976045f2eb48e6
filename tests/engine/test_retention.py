"""History goes to plan, in chunks, and what somebody still needs stays."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from jobs import registry, retention
from jobs.catalog.miscellaneous.purge_history import purge_history
from jobs.models import AuditLog, FailedRecord, JobRun, Pause, RunLog, State
from tests.engine.support import attempt, new_run
from work.errors import Temporary

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=100)
KEY = "miscellaneous.probe"
NO_WEBHOOKS = {"webhook_payloads": 0, "webhook_events": 0}


def old(state: State = State.DONE, **columns: Any) -> JobRun:
    run = new_run(origin="schedule", state=state, finished_at=LONG_AGO, **columns)
    JobRun.objects.filter(pk=run.pk).update(created_at=LONG_AGO)
    RunLog.objects.create(run=run, text="said", at=LONG_AGO)
    return run


def purge(**parameters: Any) -> JobRun:
    run = new_run(key=purge_history.key, parameters=parameters)
    assert attempt(run, purge_history) == State.DONE
    run.refresh_from_db()
    return run


def left() -> set[int]:
    return set(JobRun.objects.filter(key=KEY).values_list("pk", flat=True))


def test_old_runs_go_with_all_that_hangs_on_them_and_the_newest_good_one_stays() -> None:
    gone = [old(), old(State.SKIPPED), old(State.MISSED), old(State.CANCELLED), old(State.IGNORED), old(dry=True)]
    newest = old()
    fresh = new_run(state=State.SKIPPED, finished_at=timezone.now(), origin="schedule")
    FailedRecord.objects.create(run=gone[0], reference="1", reason="x", message="x", state="resolved")
    run = purge()
    assert left() == {newest.pk, fresh.pk}
    assert run.counters == {"log_lines": 7, "runs": 6, "effects": 0, "pauses": 0, **NO_WEBHOOKS}
    assert not FailedRecord.objects.exists() and RunLog.objects.filter(run__key=KEY).count() == 0
    assert [(change.reference, change.detail["rows"]) for change in run.changes.order_by("id")] == [
        ("log lines", 7),
        ("runs", 6),
    ]


def test_what_a_person_still_has_to_look_at_stays() -> None:
    dead = old(State.DEAD)
    with_open_record = old()
    FailedRecord.objects.create(run=with_open_record, reference="1", reason="x", message="x")
    old()
    newest = old()
    purge()
    assert left() == {dead.pk, with_open_record.pk, newest.pk}
    assert RunLog.objects.filter(run=dead).exists()


def test_of_a_dry_run_nobody_is_asked_to_mend_anything() -> None:
    old(State.DEAD, dry=True)
    with_open_record = old(dry=True)
    FailedRecord.objects.create(run=with_open_record, reference="1", reason="x", message="x")
    newest = old()
    purge()
    assert left() == {newest.pk}
    assert not RunLog.objects.filter(run__key=KEY).exists()


def test_the_days_are_the_operators() -> None:
    run, newest = old(), old()
    purge(run_days=200, log_days=200)
    assert left() == {run.pk, newest.pk} and RunLog.objects.count() == 2
    purge(run_days=99)
    assert left() == {newest.pk}


@pytest.mark.django_db(transaction=True)
def test_a_dry_run_says_what_would_go_and_nothing_goes() -> None:
    old(), old()
    Pause.objects.create(category="orders", reason="x", paused_by="anna", ends_at=LONG_AGO)
    before = left()
    run = new_run(key=purge_history.key, dry=True)
    assert attempt(run, purge_history) == State.DONE
    run.refresh_from_db()
    assert run.counters == {"log_lines": 2, "runs": 1, "effects": 0, "pauses": 1, **NO_WEBHOOKS}
    assert left() == before and RunLog.objects.filter(run__key=KEY).count() == 2


def test_many_rows_go_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobs.catalog.miscellaneous.purge_history.CHUNK", 3)
    monkeypatch.setattr(retention, "purge", partial(retention.purge, limit=3))
    for _ in range(8):
        old(State.SKIPPED)
    assert purge().counters["runs"] == 8


def went_away(before: datetime) -> Any:
    raise Temporary("the database went away")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("dry", [False, True])
def test_tried_again_it_counts_and_says_nothing_twice(monkeypatch: pytest.MonkeyPatch, dry: bool) -> None:
    old(), old(), old()
    others = [kind for kind in retention.every() if kind.name not in ("log_lines", "runs")]
    mine = [kind for kind in retention.every() if kind not in others]
    broken = replace(others[0], older=went_away)
    run = new_run(key=purge_history.key, dry=dry)
    monkeypatch.setattr(retention, "every", lambda: [*mine, broken])
    assert attempt(run, purge_history) == State.PENDING
    monkeypatch.undo()
    JobRun.objects.filter(pk=run.pk).update(due_at=LONG_AGO)
    assert attempt(run, purge_history) == State.DONE
    run.refresh_from_db()
    assert (run.counters["log_lines"], run.counters["runs"]) == (3, 2)
    assert list(run.changes.order_by("id").values_list("reference", flat=True)) == ["log lines", "runs"]


def test_the_audit_trail_stays_and_the_card_offers_a_daily_schedule() -> None:
    AuditLog.objects.create(actor_name="anna", action="x", object_type="x", object_id="1", at=LONG_AGO)
    purge(run_days=1)
    assert AuditLog.objects.filter(action="x").exists()
    assert registry.get(purge_history.key).default == "15 3 * * *"
    assert {kind.limit for kind in retention.every()} <= set(purge_history.form.base_fields)
