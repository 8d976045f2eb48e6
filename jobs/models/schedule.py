"""Stores the policies by which a job runs by itself.

The clock is a django-celery-beat PeriodicTask.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from jobs.models.moments import bounded

if TYPE_CHECKING:
    from jobs.models.pause import Pause


class Overlap(models.TextChoices):
    """The slot comes while an earlier run of the job is still under way."""

    SKIP = "skip", "Skip this slot"
    QUEUE_ONE = "queue_one", "Let one wait"
    QUEUE_ALL = "queue_all", "Let all wait"
    CANCEL = "cancel", "Stop the running one"
    ALLOW = "allow", "Run side by side"


class CatchUp(models.TextChoices):
    """Slots passed while nobody was there to start them."""

    LATEST = "latest", "Run once for all that were missed"
    ALL = "all", "Run each that was missed"
    NONE = "none", "Run none of them"


class Gap(models.TextChoices):
    """The clocks go forward over the slot."""

    SHIFT = "shift", "Run it shifted by the gap"
    SKIP = "skip", "Leave it out that day"


class ExclusionCalendar(models.Model):
    """Times at which nothing of a schedule starts: a sale, a stock count, a freeze."""

    name = models.CharField(max_length=100, unique=True)

    def __str__(self) -> str:
        return self.name


class Exclusion(models.Model):
    """One span of a calendar, from `starts_at` up to but without `ends_at`."""

    calendar = models.ForeignKey(ExclusionCalendar, on_delete=models.CASCADE, related_name="exclusions")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=200)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="exclusion_ends_after_it_starts"
            ),
            bounded("exclusion_moments", "starts_at", "ends_at"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} ({self.starts_at:%Y-%m-%d %H:%M})"


class Schedule(models.Model):
    """One job of one shop.

    `cursor` is the last instant whose slots are decided; `fingerprint` the definition of when that was decided by, so
    that an edit made anywhere is noticed.
    """

    key = models.CharField(max_length=100)
    shop = models.ForeignKey("oms.Shop", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=100, blank=True, default="", db_default="", help_text="of one among several")
    periodic_task = models.OneToOneField(
        "django_celery_beat.PeriodicTask", on_delete=models.CASCADE, related_name="job_schedule"
    )
    queue = models.CharField(max_length=20, default="jobs")
    anchor = models.DateTimeField(db_default=Now(), help_text="an interval counts from here")
    parameters = models.JSONField(default=dict, blank=True)
    overlap = models.CharField(max_length=10, choices=Overlap.choices, default=Overlap.SKIP)
    catch_up = models.CharField(max_length=6, choices=CatchUp.choices, default=CatchUp.LATEST)
    catch_up_hours = models.PositiveIntegerField(default=24, help_text="older slots are not caught up")
    gap = models.CharField(max_length=5, choices=Gap.choices, default=Gap.SHIFT)
    spread_seconds = models.PositiveIntegerField(default=0, help_text="a stable offset within so many seconds")
    pause_after_failures = models.PositiveSmallIntegerField(default=0, help_text="dead runs in a row; 0 = never")
    skip_slot = models.DateTimeField(null=True, blank=True, help_text="the one slot to leave out")
    skipped_by = models.CharField(max_length=150, blank=True, default="", db_default="")
    calendar = models.ForeignKey(ExclusionCalendar, on_delete=models.SET_NULL, null=True, blank=True)
    cursor = models.DateTimeField(db_default=Now())
    fingerprint = models.CharField(max_length=64, blank=True, default="", db_default="")
    error = models.TextField(blank=True, default="", db_default="", help_text="why it can't be read")
    revision = models.PositiveIntegerField(default=1, db_default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "shop", "name"], nulls_distinct=False, name="schedule_one_per_job"),
            bounded("schedule_moments", "anchor", "skip_slot", "cursor"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.name}".strip()

    @property
    def pause(self) -> "Pause | None":
        """Its own newest pause that holds it now."""
        now = timezone.now()
        own = [pause for pause in self.pauses.all() if pause.holds(now)]
        return max(own, key=lambda pause: (pause.starts_at, pause.pk), default=None)
