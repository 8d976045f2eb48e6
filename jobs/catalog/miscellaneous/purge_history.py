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
        while kind.name not in run.cursor.get("purged", []):
            with run.chunk():
                _step(run, kind, before)


def _step(run: Run, kind: retention.OldRows, before: datetime) -> None:
    """Purge one chunk of a kind.

    The last one is kept in the cursor, so that a later try counts and says nothing twice.

    A dry run only counts what would go: no kind's rows depend on whether those of another have gone.
    """
    gone = kind.older(before).count() if run.dry else retention.purge(kind, before)
    run.count(**{kind.name: gone})
    if not run.dry and gone == CHUNK:
        return
    if total := run.counters[kind.name]:
        run.change("history", "purged", _words(kind), rows=total, before=before.date().isoformat())
    run.cursor["purged"] = [*run.cursor.get("purged", []), kind.name]


def _words(kind: retention.OldRows) -> str:
    return kind.name.replace("_", " ")
