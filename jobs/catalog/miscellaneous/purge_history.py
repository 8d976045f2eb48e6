"""Purge history."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms

from jobs import retention
from jobs.categories import Category
from jobs.definition import job
from jobs.engine.run import Run
from jobs.parameters import asks
from jobs.retention.purge import CHUNK


def _days(label: str, initial: int, help_text: str) -> Any:
    return asks(forms.IntegerField, label=label, initial=initial, min_value=1, max_value=3650, help_text=help_text)


@dataclass(frozen=True, kw_only=True)
class Parameters:
    run_days: int = _days(
        "Days to keep runs", 90, "Ended runs. Failed ones stay until somebody retries or ignores them."
    )
    log_days: int = _days("Days to keep log lines", 30, "Of ended runs, before the runs themselves go.")
    event_days: int = _days("Days to keep webhook events", 30, "With the customer data in them.")
    effect_days: int = _days("Days to keep outward calls", 400, "Within this time the same change is never sent twice.")


@job(
    name="Purge history",
    category=Category.MISCELLANEOUS,
    group="Housekeeping",
    summary="Remove runs and events that are older than they have to be kept.",
    parameters=Parameters,
    schedules=("15 3 * * *", "15 3 * * 0"),
    default="15 3 * * *",
    chunked=True,
)
def purge_history(run: Run, parameters: Parameters) -> None:
    kinds = retention.every()
    for number, kind in enumerate(kinds):
        run.progress(done=number, total=len(kinds), phase="Purging", note=_words(kind))
        before = run.now - timedelta(days=getattr(parameters, kind.limit))
        if run.dry:
            _plan(run, kind, before)
        else:
            _carry_out(run, kind, before)
        if gone := run.counters[kind.name]:
            with run.chunk():
                run.change("history", "purged", _words(kind), rows=gone, before=before.date().isoformat())


def _plan(run: Run, kind: retention.OldRows, before: datetime) -> None:
    """Count what would go: no kind's rows depend on whether those of another have gone."""
    with run.chunk():
        run.count(**{kind.name: kind.older(before).count()})


def _carry_out(run: Run, kind: retention.OldRows, before: datetime) -> None:
    purged = CHUNK
    while purged == CHUNK:
        with run.chunk():
            purged = retention.purge(kind, before)
            run.count(**{kind.name: purged})


def _words(kind: retention.OldRows) -> str:
    return kind.name.replace("_", " ")
