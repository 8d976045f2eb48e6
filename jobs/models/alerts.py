"""Stores alerts, their targets and the messages sent."""

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db import models
from django.db.models.functions import Now

from integrations.crypto import EncryptedField
from integrations.outgoing import CannotSend, check_words

WEBHOOK_ADDRESSES = (
    "A webhook's address begins with https:// and names a public host; hosts of OUTGOING_ALLOW_HOSTS may be private "
    "or use http."
)


class Rule(models.TextChoices):
    """What is watched. The same names in a target's choice and in what is sent."""

    DEAD = "dead", "Failed runs"
    RECORDS = "failed_records", "Records that could not be taken in"
    MISSED = "missed", "Missed slots"
    SLOW = "too_slow", "A run takes much longer than usual"
    SILENT = "silent", "A part is silent"
    WEBHOOKS = "webhooks", "Webhooks that failed, were removed or stay away"
    PRIVACY = "privacy", "A customer's request that is due"


class AlertTarget(models.Model):
    """Someone to tell. `secret` signs what a webhook gets."""

    KINDS = [("email", "E-mail"), ("webhook", "Webhook")]

    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=7, choices=KINDS)
    address = models.CharField(max_length=500, help_text="an e-mail address, or an https address")
    secret = EncryptedField()
    rules = models.JSONField(default=list, blank=True, help_text="which alerts; empty = all")
    enabled = models.BooleanField(default=True, db_default=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=("email", "webhook")), name="alerttarget_kind")
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Check the address and the rules, for forms."""
        unknown = sorted(set(self.rules) - set(Rule.values)) if isinstance(self.rules, list) else ["not a list"]
        if unknown:
            raise ValidationError(
                {"rules": f"Unknown: {', '.join(map(str, unknown))}. There are {', '.join(Rule.values)}."}
            )
        if self.kind == "email":
            try:
                EmailValidator()(self.address)
            except ValidationError:
                raise ValidationError({"address": "This is no e-mail address."}) from None
        else:
            try:
                check_words(self.address)
            except CannotSend as error:
                raise ValidationError({"address": f"{error}. {WEBHOOK_ADDRESSES}"}) from None


class Alert(models.Model):
    """One trouble from its beginning to its end. While it lasts there is one row, however often it is seen."""

    rule = models.CharField(max_length=20, choices=Rule.choices)
    subject = models.CharField(max_length=200, help_text="what it is about, for example a job")
    text = models.TextField()
    opened_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject"], condition=models.Q(closed_at__isnull=True), name="alert_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.subject}"


class AlertDelivery(models.Model):
    """One message about one alert to one target: that it began, or that it is over."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="deliveries")
    target = models.ForeignKey(AlertTarget, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=6, choices=[("opened", "Opened"), ("closed", "Closed")])
    state = models.CharField(
        max_length=7,
        choices=[("waiting", "Waiting"), ("sent", "Sent"), ("failed", "Failed")],
        default="waiting",
        db_default="waiting",
    )
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    due_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True, default="", db_default="")

    class Meta:
        verbose_name_plural = "alert deliveries"
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="waiting"), name="alertdelivery_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["alert", "target", "event"], name="alertdelivery_once"),
        ]

    def __str__(self) -> str:
        return f"{self.alert} {self.event} to {self.target}"
