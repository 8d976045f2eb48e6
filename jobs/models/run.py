"""Stores runs: each of one job for one shop."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper

from jobs.models.moments import bounded
from work.item import WorkItem


class Origin(models.TextChoices):
    SCHEDULE = "schedule", "Schedule"
    MANUAL = "manual", "Run now"
    WEBHOOK = "webhook", "Webhook"
    RETRY = "retry", "Retry of failed records"
    BACKFILL = "backfill", "Backfill"
    API = "api", "API"
    CLI = "cli", "Command line"
    PLANNED = "planned", "Run at a time"
    JOB = "job", "Another job"


BY_HAND = (Origin.MANUAL, Origin.API, Origin.CLI)


class JobRun(WorkItem):
    """The row is the job. `cursor` lets the next attempt continue where the last chunk was committed.

    `place` is the one of its job's places for this shop that the run holds once it has begun (most jobs have one);
    `policies` the schedule's choices when the slot was decided.
    """

    key = models.CharField(max_length=100)
    shop = models.ForeignKey("oms.Shop", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.MANUAL)
    queue = models.CharField(max_length=20, default="jobs")
    parameters = models.JSONField(default=dict, blank=True)
    policies = models.JSONField(default=dict, blank=True, db_default=models.Value({}, models.JSONField()))
    place = models.PositiveSmallIntegerField(default=0, db_default=0)
    cursor = models.JSONField(default=dict, blank=True)
    counters = models.JSONField(default=dict, blank=True)
    progress = models.JSONField(default=dict, blank=True)
    cancel_requested = models.BooleanField(default=False, db_default=False)
    dry = models.BooleanField(default=False, db_default=False)
    override = models.BooleanField(default=False, db_default=False)
    override_reason = models.CharField(max_length=500, blank=True, default="", db_default="")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    retry_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="retries")

    schedule = models.ForeignKey("jobs.Schedule", on_delete=models.SET_NULL, null=True, blank=True, related_name="runs")
    slot_at = models.DateTimeField(null=True, blank=True, help_text="nominal time; due_at is the effective one")
    covered_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="covers")

    # Done, although some of its records could not be taken in. A column of its own: an index over `counters` itself
    # would make every chunk's update touch every index.
    half_done = models.GeneratedField(
        expression=models.Q(state="done", counters__failed__gt=0),  # type: ignore[arg-type]  # a condition is fine
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta(WorkItem.Meta):
        abstract = False
        indexes = [
            *WorkItem.Meta.indexes,
            models.Index(fields=["-created_at", "-id"], name="jobrun_newest"),
            models.Index(fields=["key", "-created_at", "-id"], name="jobrun_by_key"),
            models.Index(fields=["state", "-created_at", "-id"], name="jobrun_by_state"),
            # All that the groups of dead runs are counted from: tens of thousands without a look at a row.
            models.Index(
                fields=["key", "fingerprint"],
                include=["finished_at", "id"],
                name="jobrun_dead_groups",
                condition=models.Q(state="dead", dry=False),
            ),
            # The few previews of a job, among its many runs.
            models.Index(fields=["key", "-created_at", "-id"], name="jobrun_previews", condition=models.Q(dry=True)),
            # For the lists of history: any filter reads one page's worth of rows, however rare what it looks for.
            models.Index(fields=["key", "state", "-created_at", "-id"], name="jobrun_by_key_state"),
            models.Index(fields=["origin", "-created_at", "-id"], name="jobrun_by_origin"),
            models.Index(fields=["shop", "-created_at", "-id"], name="jobrun_by_shop"),
            models.Index(fields=["requested_by", "-created_at", "-id"], name="jobrun_by_who"),
            models.Index(fields=["-created_at", "-id"], name="jobrun_half_done", condition=models.Q(half_done=True)),
            models.Index(fields=["-created_at", "-id"], name="jobrun_told", condition=~models.Q(error="")),
            GinIndex(OpClass(Upper("error"), "gin_trgm_ops"), name="jobrun_search", condition=~models.Q(error="")),
        ]
        constraints = [
            *WorkItem.Meta.constraints,
            bounded("jobrun_moments", "slot_at", "due_at"),
            models.UniqueConstraint(fields=["schedule", "slot_at"], name="jobrun_one_per_slot"),
            # A run that has begun holds its place until it ends, also while it waits between two claims. Previews
            # have places of their own.
            models.UniqueConstraint(
                fields=["key", "shop", "place", "dry"],
                condition=models.Q(started_at__isnull=False, finished_at__isnull=True),
                nulls_distinct=False,
                name="jobrun_one_begun",
            ),
            # One that was tried before (token) and waits for its retry is not in the way of a click.
            models.UniqueConstraint(
                fields=["key", "shop", "dry"],
                condition=models.Q(
                    started_at__isnull=True,
                    finished_at__isnull=True,
                    token=0,
                    origin__in=tuple(str(origin) for origin in BY_HAND),
                ),
                nulls_distinct=False,
                name="jobrun_one_waiting_by_hand",
            ),
            models.UniqueConstraint(
                fields=["key", "shop", "slot_at", "dry"],
                condition=models.Q(origin="planned", state="pending"),
                nulls_distinct=False,
                name="jobrun_planned_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} #{self.pk}"

    @property
    def under_way(self) -> bool:
        """Something of it is done.

        A claim alone, whose worker was killed at once, has begun nothing.
        """
        return self.token > 1 and bool(self.cursor or self.counters or self.progress)

    @property
    def failed(self) -> int:
        return int(self.counters.get("failed", 0))

    def counter_items(self) -> list[tuple[str, Any]]:
        return list(self.counters.items())
