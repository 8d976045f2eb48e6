"""Pinned jobs and saved lists of a person."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Pin(models.Model):
    """A job that a person wants at hand."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pins")
    key = models.CharField(max_length=100)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="pin_once")]

    def __str__(self) -> str:
        return self.key


class SavedView(models.Model):
    """A list of runs that a person saved under a name.

    Its filters are kept as they stand in the address.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name
