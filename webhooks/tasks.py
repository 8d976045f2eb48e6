"""Celery's side: the one message of this floor, and what every worker does beside its work."""

from celery import shared_task
from django.db import close_old_connections

from jobs import worker
from webhooks import wake, watch_subscriptions
from webhooks.processing.drain import drain

worker.beside("webhook subscriptions", watch_subscriptions.look)


@shared_task(name=wake.TASK, ignore_result=True)
def drain_events() -> None:
    """Take up whatever is due. A message that finds nothing does nothing."""
    close_old_connections()
    drain()
