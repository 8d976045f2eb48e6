"""Remembers how far imports by time have come."""

from django.db import models

from oms.models import Shop


class Watermark(models.Model):
    """`at` = the start of the last import of this job for this shop that succeeded."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="+", db_index=False)
    job = models.CharField(max_length=100, help_text="the job's key")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "job"], name="integrations_watermark_key")]

    def __str__(self) -> str:
        return f"{self.job} {self.at:%Y-%m-%d %H:%M}"
