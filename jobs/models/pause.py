"""Stores pauses of a schedule, a job, a category or a shop."""

from datetime import datetime

from django.db import models
from django.db.models.functions import Now

from jobs.models.moments import bounded


class Pause(models.Model):
    """A time in which the schedules that it covers start no run.

    From `starts_at` up to but without `ends_at` (empty = until somebody resumes): one `schedule` alone, or else those
    of `key`, `category` and `shop`, where an empty one means all of them. Kept after its end: it is the reason of the
    slots that did not run.
    """

    schedule = models.ForeignKey(
        "jobs.Schedule", on_delete=models.CASCADE, null=True, blank=True, related_name="pauses"
    )
    key = models.CharField(max_length=100, blank=True, default="", db_default="")
    category = models.CharField(max_length=40, blank=True, default="", db_default="")
    shop = models.ForeignKey("oms.Shop", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    paused_by = models.CharField(max_length=150)
    ended_by = models.CharField(max_length=150, blank=True, default="", db_default="")

    class Meta:
        ordering = ["-starts_at", "-id"]
        constraints = [
            # One schedule alone, or else at least one of the three.
            models.CheckConstraint(
                condition=models.Q(schedule__isnull=True) ^ models.Q(key="", category="", shop__isnull=True),
                name="pause_one_scope",
            ),
            models.CheckConstraint(condition=models.Q(key="") | models.Q(category=""), name="pause_key_or_category"),
            bounded("pause_moments", "starts_at", "ends_at"),
        ]

    def __str__(self) -> str:
        return f"{self.target}: {self.reason}"

    @property
    def target(self) -> str:
        """What is paused, in words."""
        if self.schedule is not None:
            return f"schedule {self.schedule}"
        what = self.key or (f"category {self.category}" if self.category else "every job")
        return f"{what} of {self.shop}" if self.shop_id else what

    def covers(self, key: str, shop_id: int | None, schedule_id: int | None = None) -> bool:
        """Whether it holds the job `key` in that shop, or that one schedule of it."""
        if self.schedule_id is not None:
            return self.schedule_id == schedule_id
        if self.key and self.key != key:
            return False
        if self.category and self.category != key.partition(".")[0]:
            return False
        return self.shop_id is None or self.shop_id == shop_id

    def holds(self, moment: datetime) -> bool:
        return self.starts_at <= moment and (self.ends_at is None or moment < self.ends_at)
