"""Stores failed tries at an event, beside the event.

The event itself only has room for the last one.
"""

from django.db import models
from django.db.models.functions import Now

from webhooks.models.event import WebhookEvent


class FailedTry(models.Model):
    event = models.ForeignKey(WebhookEvent, on_delete=models.CASCADE, related_name="failed_tries")
    at = models.DateTimeField(db_default=Now())
    worker = models.CharField(max_length=120)
    error = models.TextField()

    class Meta:
        verbose_name_plural = "failed tries"

    def __str__(self) -> str:
        return f"{self.event_id}: {self.error[:60]}"
