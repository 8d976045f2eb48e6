"""Runs the Celery task that handles waiting events."""

from celery import shared_task
from django.db import close_old_connections

from webhooks import wake
from webhooks.processing.handle import drain


@shared_task(name=wake.TASK, ignore_result=True)
def drain_events() -> None:
    """Take up whatever is due. A message that finds nothing does nothing."""
    close_old_connections()
    drain()
