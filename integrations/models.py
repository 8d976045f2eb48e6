"""Defines a shop's connection, its secrets and its webhook subscriptions."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Now

from integrations.crypto import EncryptedField
from integrations.effects.models import Effect, EffectState
from integrations.windows.models import Watermark
from oms.models import Shop

__all__ = ["ConnectionStatus", "Effect", "EffectState", "GrantType", "ShopifyConnection", "Watermark"]

# The only hosts a token may be sent to; the one exception is the sandbox store (see `connections.endpoint_for`).
MYSHOPIFY_DOMAIN = r"^[a-z0-9][a-z0-9-]*\.myshopify\.com$"
# One label of a host's name has at most 63 characters.
LONGEST_DOMAIN = 63 + len(".myshopify.com")
# Tokens and secrets travel in headers, which carry nothing else.
SECRET = RegexValidator(r"^[!-~]*\Z", "It holds characters that no token has: copy it once more.")


class GrantType(models.TextChoices):
    """How a new access token is had when this one has expired."""

    PERMANENT = "permanent", "Permanent token (custom app)"
    CLIENT_CREDENTIALS = "client_credentials", "Client credentials (24 hours)"
    REFRESH_TOKEN = "refresh_token", "Expiring offline token (60 minutes)"


class ConnectionStatus(models.TextChoices):
    CONNECTED = "CONNECTED", "Connected"
    NEEDS_ATTENTION = "NEEDS_ATTENTION", "Needs attention"


class ShopifyConnection(models.Model):
    """The one connection of a shop. Times in UTC.

    `previous_refresh_token` stays until the access token got with its successor was used once: if the answer that
    carried the successor was lost, the old one still opens the door. `previous_client_secret` lets webhooks signed
    before a change of the secret verify.
    """

    shop = models.OneToOneField(Shop, on_delete=models.PROTECT, related_name="connection")
    base_url = models.CharField(
        "base URL",
        max_length=255,
        default="",
        db_default="",
        blank=True,
        help_text="empty = https:// and the shop's domain",
    )
    api_version = models.CharField("API version", max_length=10, validators=[RegexValidator(r"^\d{4}-(01|04|07|10)$")])
    grant_type = models.CharField(
        max_length=20, choices=GrantType, default=GrantType.PERMANENT, db_default=GrantType.PERMANENT.value
    )
    client_id = models.CharField(max_length=255, default="", db_default="", blank=True)
    client_secret = EncryptedField()
    previous_client_secret = EncryptedField()
    access_token = EncryptedField()
    refresh_token = EncryptedField()
    previous_refresh_token = EncryptedField()
    expires_at = models.DateTimeField(null=True, blank=True, help_text="of the access token; empty = never")
    scopes = models.TextField(default="", db_default="", blank=True, help_text="comma separated, as granted")
    status = models.CharField(
        max_length=20,
        choices=ConnectionStatus,
        default=ConnectionStatus.CONNECTED,
        db_default=ConnectionStatus.CONNECTED.value,
    )
    message = models.TextField(default="", db_default="", blank=True, help_text="why it needs attention")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    renewed_at = models.DateTimeField(null=True, blank=True, editable=False)
    looked_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="when its webhooks were last looked for",
    )

    SECRETS = ("access_token", "refresh_token", "previous_refresh_token", "client_secret", "previous_client_secret")

    class Meta:
        verbose_name = "Shopify connection"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=ConnectionStatus.values), name="integrations_shopifyconnection_status"
            ),
            models.CheckConstraint(
                condition=models.Q(grant_type__in=GrantType.values), name="integrations_shopifyconnection_grant"
            ),
        ]

    def __str__(self) -> str:
        return f"Connection to {self.shop}"


class WebhookSubscription(models.Model):
    """A topic of a shop: whether we want it, and whether the shop has it, as it said when it was last asked.

    `removed_at`: when we found that Shopify had removed what we want. It stays, with the count of such removals, until
    somebody has seen it. `error` is why it could not be subscribed.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="webhook_subscriptions", db_index=False)
    topic = models.CharField(max_length=100, help_text="as Shopify's headers spell it, for example orders/create")
    wanted = models.BooleanField(default=False, db_default=False)
    present = models.BooleanField(default=False, db_default=False)
    gid = models.CharField(max_length=100, default="", db_default="", blank=True)
    address = models.CharField(max_length=500, default="", db_default="", blank=True, help_text="as the shop has it")
    checked_at = models.DateTimeField(null=True, blank=True)
    subscribed_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removals = models.PositiveIntegerField(default=0, db_default=0)
    generation = models.PositiveIntegerField(default=0, db_default=0, help_text="how often it has ended")
    error = models.TextField(default="", db_default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "topic"], name="integrations_webhooksubscription_key"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} of {self.shop}"
