"""The Celery application of tortured processes: the product's own, with the torture's jobs and a short back-off."""

from typing import Any

from celery.signals import beat_init, celeryd_init

from jobmanager.celery import app

__all__ = ["app"]


@celeryd_init.connect
@beat_init.connect
def _prepare(**kwargs: Any) -> None:
    """After the tasks are imported, before the pool forks."""
    from bench.engine import mutants, probes
    from work import backoff

    backoff.FIRST = 0.3
    probes.register()
    mutants.plant("in_workers")
