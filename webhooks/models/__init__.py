"""Stores what Shopify tells us."""

from webhooks.models.compliance import SOON, ComplianceRequest, Duty, waiting
from webhooks.models.event import FailedTry, WebhookEvent

__all__ = ["SOON", "ComplianceRequest", "Duty", "FailedTry", "WebhookEvent", "waiting"]
