"""Remembers one call that leaves the system."""

import uuid

from django.db import models
from django.db.models.functions import Now

from oms.models import Shop


class EffectState(models.TextChoices):
    INTENDED = "INTENDED", "Intended"
    SENT = "SENT", "Sent, answer unknown"
    CONFIRMED = "CONFIRMED", "Confirmed"
    REFUSED = "REFUSED", "Refused"


class Effect(models.Model):
    """A call that leaves the system, and what came of it.

    `key` is the business's name for the change (`fulfil:<shipment>`), so that no two rows can mean the same one.
    `idempotency_key` goes along where the other side knows such a thing.
    """

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60, help_text="what is called, for example fulfillmentCreate")
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(
        max_length=10, choices=EffectState, default=EffectState.INTENDED, db_default=EffectState.INTENDED.value
    )
    idempotency_key = models.UUIDField(default=uuid.uuid4, editable=False)
    request = models.JSONField(default=dict, blank=True)
    answer = models.JSONField(default=dict, blank=True)
    error = models.TextField(blank=True, default="", db_default="")
    made_by = models.CharField(max_length=60, blank=True, default="", db_default="", help_text="the run that asked")
    sent = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="how often the call was begun")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        app_label = "integrations"
        indexes = [
            models.Index(fields=["state", "id"], name="effect_open", condition=~models.Q(state="CONFIRMED")),
            models.Index(fields=["ended_at"], name="effect_by_end"),
            models.Index(fields=["made_by", "id"], name="effect_by_maker", condition=~models.Q(made_by="")),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=EffectState.values), name="integrations_effect_state"),
            models.CheckConstraint(
                condition=models.Q(state__in=("CONFIRMED", "REFUSED"), ended_at__isnull=False)
                | models.Q(state__in=("INTENDED", "SENT"), ended_at__isnull=True),
                name="integrations_effect_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.state}"
