"""The command line: the same calls as the console's."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models.functions import Now
from django.utils import timezone

from jobs import registry
from jobs.management.commands import run_job
from jobs.models import AuditLog, JobRun, State
from tests.engine.support import new_run

pytestmark = pytest.mark.django_db(transaction=True)


def manage(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def old_runs() -> None:
    for _ in range(3):
        new_run(origin="schedule", state=State.SKIPPED, finished_at=timezone.now() - timedelta(days=100))


def test_a_dry_run_says_what_would_be_changed_and_the_run_changes_it() -> None:
    old_runs()
    said = manage("run_job", "miscellaneous.purge_history", "--here", "--dry-run")
    assert "Dry run done, nothing was changed" in said
    assert "would be purged: history runs rows 3" in said and JobRun.objects.filter(state=State.SKIPPED).count() == 3
    done = manage("run_job", "miscellaneous.purge_history", "--here", "--param", "run_days=99")
    assert "Done:" in done and "would be" not in done
    assert not JobRun.objects.filter(state=State.SKIPPED).exists()
    assert AuditLog.objects.filter(action="run.requested", actor_name="command line").count() == 2


def test_bad_words_are_named_and_nothing_runs() -> None:
    with pytest.raises(CommandError, match=r"no job 'a\.b'"):
        manage("run_job", "a.b")
    with pytest.raises(CommandError, match="run_days"):
        manage("run_job", "miscellaneous.purge_history", "--param", "run_days=0")
    with pytest.raises(CommandError, match="no parameter 'run_day'; there are: run_days, log_days"):
        manage("run_job", "miscellaneous.purge_history", "--param", "run_day=9")
    with pytest.raises(CommandError, match="NAME=VALUE"):
        manage("run_job", "miscellaneous.purge_history", "--param", "run_days")
    with pytest.raises(CommandError, match="no shop"):
        manage("run_job", "miscellaneous.purge_history", "--shop", "x.myshopify.com")
    assert not JobRun.objects.exists()


def slept(monkeypatch: pytest.MonkeyPatch, attempt: Callable[[int], None]) -> list[float]:
    """Seconds that `run_job --here` sleeps while the engine takes one attempt after the other like this."""
    asked: list[float] = []
    monkeypatch.setattr(run_job.time, "sleep", asked.append)
    monkeypatch.setattr(run_job, "execute", lambda pk, *_rest: attempt(pk))
    manage("run_job", "miscellaneous.purge_history", "--here")
    return asked


def test_here_nobody_sleeps_when_the_run_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    def attempt(pk: int) -> None:
        JobRun.objects.filter(pk=pk).update(state=State.DONE, finished_at=Now())

    assert slept(monkeypatch, attempt) == []


def test_here_a_run_given_back_is_waited_for_until_it_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    left = [timedelta(hours=1), timedelta(seconds=-5), None]

    def attempt(pk: int) -> None:
        wait = left.pop(0)
        told = {"state": State.DONE, "finished_at": Now()} if wait is None else {"due_at": timezone.now() + wait}
        JobRun.objects.filter(pk=pk).update(**told)

    assert slept(monkeypatch, attempt) == [run_job.DUE_LATEST, run_job.DUE_SOONEST]


def test_every_job_is_listed() -> None:
    listed = manage("list_jobs")
    assert all(job.key in listed and job.summary in listed for job in registry.all_jobs())
