"""Stores signs of life of the parts in the background."""

from django.db import models
from django.db.models.functions import Now


class Heartbeat(models.Model):
    part = models.CharField(max_length=120, primary_key=True)
    at = models.DateTimeField(db_default=Now())
    detail = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return self.part
