"""Sends alert messages that are due: one claim, one message, one mark."""

import logging
from datetime import timedelta

from django.db.models import F
from django.db.models.functions import Now

from integrations.outgoing import CannotSend
from jobs.alerts import messages
from jobs.models import AlertDelivery
from work import backoff

log = logging.getLogger(__name__)
TRIES = 8
# Longer than any attempt lasts. Who died in the middle of one leaves it to be sent again, under the same name.
LEASE = timedelta(minutes=2)


def deliver() -> int:
    """How many messages went out."""
    sent = 0
    due = AlertDelivery.objects.filter(state="waiting", due_at__lte=Now()).order_by("due_at", "pk")
    for pk in list(due.values_list("pk", flat=True)[:50]):
        mine = AlertDelivery.objects.filter(pk=pk, state="waiting", due_at__lte=Now())
        if mine.update(due_at=Now() + LEASE, attempts=F("attempts") + 1):
            sent += _attempt(AlertDelivery.objects.select_related("alert", "target").get(pk=pk))
    return sent


def _attempt(delivery: AlertDelivery) -> bool:
    try:
        messages.send(delivery)
    except CannotSend as error:
        _failed(delivery, error)
        return False
    AlertDelivery.objects.filter(pk=delivery.pk).update(state="sent", sent_at=Now(), error="")
    return True


def _failed(delivery: AlertDelivery, error: CannotSend) -> None:
    log.warning("Alert %s could not be sent to %s: %s", delivery.alert_id, delivery.target.name, error)
    over = delivery.attempts >= TRIES or error.final
    wait = timedelta(seconds=backoff.seconds(delivery.attempts))
    AlertDelivery.objects.filter(pk=delivery.pk).update(
        state="failed" if over else "waiting", due_at=Now() + wait, error=str(error)[:1000]
    )
