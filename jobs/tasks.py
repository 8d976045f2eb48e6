"""Takes Celery's messages, which say "look at this row"."""

from celery import shared_task
from django.db import close_old_connections

from jobs import prerequisites, registry
from jobs.engine.execute import execute
from jobs.engine.tick import tick
from jobs.engine.wake import KIND


@shared_task(name=KIND.task, ignore_result=True)
def run(kind: str, pk: int) -> None:
    """Look at one run. A message for a row that is done, taken or gone does nothing."""
    if kind != KIND.name:
        return
    close_old_connections()
    execute(pk, registry.find, prerequisites.refusal)


@shared_task(name="jobs.sweep", ignore_result=True)
def sweep_once() -> None:
    close_old_connections()
    tick("sweep by message")
