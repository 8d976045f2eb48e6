"""Stores deliveries, each as it came, and the failed tries at them."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now

from work.item import State, WorkItem

IGNORED_BY = "Ignored by "
# Set aside by a person. All other ignored events had nothing to do, and those are many.
BY_HAND = models.Q(state=State.IGNORED, error__startswith=IGNORED_BY)


class WebhookEvent(WorkItem):
    """The row is the work. It is written before Shopify gets its 200; nothing of it was looked into by then.

    Shopify signs the body alone: topic, shop and ids are hints that whoever acts on the event must check.
    `lane` names the order, product or level the event is about ("order:820982911946154508"): two events of one lane
    are never handled at the same time. `digest` is the SHA-256 of the body, `effects` what handling it changed.
    """

    shop = models.ForeignKey("oms.Shop", on_delete=models.PROTECT, related_name="+", db_index=False)
    topic = models.CharField(max_length=100)
    lane = models.CharField(max_length=80, blank=True, default="", db_default="")
    webhook_id = models.CharField("webhook id", max_length=100, help_text="of the delivery; the same on its retries")
    event_id = models.CharField("event id", max_length=100, blank=True, default="", db_default="")
    triggered_at = models.DateTimeField(null=True, blank=True, help_text="as Shopify's header says, unsigned")
    api_version = models.CharField("API version", max_length=20, blank=True, default="", db_default="")
    headers = models.JSONField(default=dict, blank=True)
    body = models.BinaryField()
    size = models.PositiveIntegerField(help_text="of the body, in bytes")
    digest = models.BinaryField(max_length=32)
    replays = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="asked for by operators")
    effects = models.JSONField(default=list, db_default=models.Value([], models.JSONField()), blank=True)

    class Meta(WorkItem.Meta):
        abstract = False
        indexes = [
            *WorkItem.Meta.indexes,
            models.Index(fields=["shop", "topic", "-id"], name="webhookevent_by_topic"),
            BrinIndex(fields=["created_at"], name="webhookevent_by_time"),
            models.Index(fields=["digest"], name="webhookevent_by_digest"),
            models.Index(fields=["shop", "lane", "-id"], condition=~models.Q(lane=""), name="webhookevent_by_lane"),
            models.Index(
                fields=["state", "-id"], condition=models.Q(state__in=("dead", "ignored")), name="webhookevent_apart"
            ),
            models.Index(fields=["-id"], condition=BY_HAND, name="webhookevent_by_hand"),
        ]
        constraints = [
            *WorkItem.Meta.constraints,
            models.UniqueConstraint(fields=["shop", "topic", "webhook_id"], name="webhookevent_one_per_delivery"),
            models.UniqueConstraint(
                fields=["shop", "topic", "event_id"],
                condition=~models.Q(event_id=""),
                name="webhookevent_one_per_event",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} #{self.pk}"

    @property
    def ignored_by_hand(self) -> bool:
        return self.state == State.IGNORED and self.error.startswith(IGNORED_BY)


class FailedTry(models.Model):
    """A try at an event that failed; the event keeps the last."""

    event = models.ForeignKey(WebhookEvent, on_delete=models.CASCADE, related_name="failed_tries")
    at = models.DateTimeField(db_default=Now())
    worker = models.CharField(max_length=120)
    error = models.TextField()

    class Meta:
        verbose_name_plural = "failed tries"

    def __str__(self) -> str:
        return f"{self.event_id}: {self.error[:60]}"
