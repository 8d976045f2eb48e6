"""Takes Celery's messages, which say "look at this row"."""

from celery import shared_task
from django.db import close_old_connections

from jobs import prerequisites, registry, worker
from jobs.engine.execute import execute
from jobs.engine.sweep import sweep

# Celery looks for tasks in each process that it starts.
worker.connect()


@shared_task(name="jobs.run", ignore_result=True)
def run(kind: str, pk: int) -> None:
    """Look at one run. A message for a row that is done, taken or gone does nothing."""
    if kind != "run":
        return
    close_old_connections()
    execute(pk, registry.find, prerequisites.refusal)


@shared_task(name="jobs.sweep", ignore_result=True)
def sweep_once() -> None:
    close_old_connections()
    sweep("sweep by message")
