"""Stores who did what, when, to what.

Written in the transaction of the deed; the database refuses to change it.
"""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class AuditLog(models.Model):
    at = models.DateTimeField(db_default=Now())
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
    )
    actor_name = models.CharField(max_length=150)
    ip = models.CharField(max_length=45, blank=True, default="")
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=100)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="auditlog_newest"),
            models.Index(fields=["object_type", "object_id", "-at"], name="auditlog_by_object"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.action} {self.object_type} {self.object_id}"
