"""Defines the one state machine of everything that is executed."""

from django.db import models
from django.db.models.functions import Now

MAX_ATTEMPTS = 6
MAX_DEATHS = 3


class State(models.TextChoices):
    PENDING = "pending", "Pending"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    DEAD = "dead", "Dead"
    CANCELLED = "cancelled", "Cancelled"
    SKIPPED = "skipped", "Skipped"
    MISSED = "missed", "Missed"
    IGNORED = "ignored", "Ignored"


ACTIVE = (State.PENDING, State.RUNNING)
FINISHED = (State.DONE, State.DEAD, State.CANCELLED, State.SKIPPED, State.MISSED, State.IGNORED)
RESUMABLE = (State.DEAD, State.CANCELLED)
IGNORABLE = (State.DEAD, State.MISSED)


class WorkItem(models.Model):
    """A row that is the work itself: a Celery message only says "look at this row".

    `token` rises by one at every claim and fences off whoever held the row before. `attempts` counts failed tries
    since the last progress, `deaths` claims whose lease ran out (the process was killed or froze).
    """

    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING, db_default=State.PENDING)
    token = models.PositiveIntegerField(default=0, db_default=0)
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    deaths = models.PositiveSmallIntegerField(default=0, db_default=0)
    due_at = models.DateTimeField(db_default=Now())
    enqueued_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=120, blank=True, default="", db_default="")
    error = models.TextField(blank=True, default="", db_default="")
    traceback = models.TextField(blank=True, default="", db_default="")
    fingerprint = models.CharField(max_length=16, blank=True, default="", db_default="", help_text="of a dead row")
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        indexes = [
            models.Index(
                fields=["state", "due_at"],
                condition=models.Q(state__in=("pending", "running")),
                name="%(class)s_due",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=("pending", "running"), finished_at__isnull=True)
                | models.Q(state__in=tuple(str(s) for s in FINISHED), finished_at__isnull=False),
                name="%(class)s_finished_iff_ended",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="running") | models.Q(lease_until__isnull=False, started_at__isnull=False),
                name="%(class)s_running_has_lease",
            ),
        ]

    @property
    def retrying(self) -> bool:
        return self.state == State.PENDING and self.attempts > 0

    @property
    def resumable(self) -> bool:
        return self.state in RESUMABLE
