"""The Celery application of a worker in the storm: the product's, with the ledger, its deaths, and a planted defect."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from celery.signals import celeryd_init

from jobmanager.celery import app

__all__ = ["app"]


@celeryd_init.connect
def _prepare(**kwargs: Any) -> None:
    """After the tasks are imported, before the pool forks."""
    from bench.storm import ledger
    from bench.storm.mutants import IN_WORKERS

    ledger.keep()
    if folder := os.environ.get("STORM_DEATHS"):
        _mortal(Path(folder), int(os.environ["STORM_SEED"]))
    if plant := IN_WORKERS.get(os.environ.get("CHAOS_MUTANT", "")):
        plant()


def _mortal(folder: Path, seed: int) -> None:
    from bench.storm.dying import Fate
    from webhooks.models import WebhookEvent
    from webhooks.processing import handle, outcome

    fate = Fate(folder, seed)
    end = outcome.done

    def done(events: Sequence[WebhookEvent]) -> set[int]:
        ours = end(events)
        fate.passes("after-end")
        return ours

    handle.point = fate.passes  # type: ignore[attr-defined, assignment]
    outcome.done = done
