"""Stores what a run said, changed and could not take in."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Now, Upper

from jobs.models.run import JobRun


class Level(models.TextChoices):
    INFO = "info", "Info"
    WARNING = "warning", "Warning"
    ERROR = "error", "Error"


class RunLog(models.Model):
    run = models.ForeignKey(JobRun, on_delete=models.CASCADE, related_name="logs")
    at = models.DateTimeField(db_default=Now())
    level = models.CharField(max_length=8, choices=Level.choices, default=Level.INFO)
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["run", "id"], name="runlog_by_run")]

    def __str__(self) -> str:
        return self.text[:80]


class RecordState(models.TextChoices):
    OPEN = "open", "Open"
    RETRYING = "retrying", "Being retried"
    RESOLVED = "resolved", "Resolved"
    FAILED_AGAIN = "failed_again", "Failed again"
    IGNORED = "ignored", "Ignored"


class FailedRecord(models.Model):
    """One record that could not be taken in, with its reason and its raw text, until a person deals with it."""

    run = models.ForeignKey(JobRun, on_delete=models.CASCADE, related_name="failed_records")
    reference = models.CharField(max_length=255)
    reason = models.CharField(max_length=60)
    message = models.TextField()
    raw = models.TextField(blank=True, default="")
    state = models.CharField(max_length=12, choices=RecordState.choices, default=RecordState.OPEN)
    at = models.DateTimeField(db_default=Now())
    retry_run = models.ForeignKey(
        JobRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="retried_records"
    )
    ignore_reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["run", "id"], name="failedrecord_by_run"),
            models.Index(fields=["state", "id"], name="failedrecord_open", condition=models.Q(state="open")),
            GinIndex(OpClass(Upper("reference"), "gin_trgm_ops"), name="failedrecord_search"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.reference}"


class RunChange(models.Model):
    """One of the first changes of its kind that a run made, or that a dry run would make."""

    run = models.ForeignKey(JobRun, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=40, help_text="order, product, stock")
    action = models.CharField(max_length=40, help_text="created, updated, cancelled")
    reference = models.CharField(max_length=255)
    object_type = models.CharField(max_length=60, blank=True, default="")
    object_id = models.CharField(max_length=100, blank=True, default="")
    detail = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["run", "kind", "action", "id"], name="runchange_by_run"),
            GinIndex(OpClass(Upper("reference"), "gin_trgm_ops"), name="runchange_search"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference} {self.action}"
