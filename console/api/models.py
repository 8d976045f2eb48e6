"""API tokens: keys for programs."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class ApiToken(models.Model):
    """A program's key. It acts for `user`, with the lesser of the user's role and its own; only its digest is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100, help_text="what uses it")
    role = models.CharField(
        max_length=10, choices=[("viewer", "Viewer"), ("operator", "Operator"), ("admin", "Admin")], default="viewer"
    )
    beginning = models.CharField(max_length=12, help_text="to tell one from another")
    digest = models.CharField(max_length=64, unique=True)
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(null=True, blank=True, help_text="empty = never")
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True, help_text="to the minute")

    class Meta:
        verbose_name = "API token"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=("viewer", "operator", "admin")), name="apitoken_role")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.beginning}…)"
