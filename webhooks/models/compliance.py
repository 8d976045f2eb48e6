"""Stores requests of privacy law: due date and proof."""

from datetime import timedelta

from django.db import models
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from webhooks.models.event import WebhookEvent

# So long before it is due an open request is pressing.
SOON = timedelta(days=7)


class Duty(models.TextChoices):
    DATA_REQUEST = "data_request", "Tell a customer what we hold"
    CUSTOMER_REDACT = "customer_redact", "Make a customer unrecognisable"
    SHOP_REDACT = "shop_redact", "Erase a shop's customers"


class ComplianceRequest(models.Model):
    """One duty; `certificate` counts what was found and changed, and names no person.

    A data request stays open until an operator has answered the customer: `done_at` empty. Due 30 days after receipt.
    """

    shop = models.ForeignKey("oms.Shop", on_delete=models.PROTECT, related_name="+")
    event = models.OneToOneField(WebhookEvent, on_delete=models.PROTECT, related_name="duty")
    duty = models.CharField(max_length=20, choices=Duty)
    customer_gid = models.CharField(max_length=100, blank=True, default="", db_default="")
    received_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    certificate = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(duty__in=Duty.values), name="webhooks_compliancerequest_duty")
        ]

    def __str__(self) -> str:
        return f"{self.get_duty_display()} of {self.shop}"

    @property
    def pressing(self) -> bool:
        """Open, and due within a week or overdue."""
        return self.done_at is None and self.due_at <= timezone.now() + SOON

    @property
    def overdue(self) -> bool:
        return self.done_at is None and self.due_at <= timezone.now()


def waiting() -> QuerySet[ComplianceRequest]:
    """Requests that a person has to answer, of every shop there ever was, the most urgent first."""
    open_ones = ComplianceRequest.objects.filter(duty=Duty.DATA_REQUEST, done_at__isnull=True)
    return open_ones.select_related("shop").order_by("due_at", "pk")
