"""Stores what Shopify tells us."""

from webhooks.models.compliance import SOON, ComplianceRequest, Duty, waiting
from webhooks.models.event import WebhookEvent
from webhooks.models.failed_try import FailedTry

__all__ = ["SOON", "ComplianceRequest", "Duty", "FailedTry", "WebhookEvent", "waiting"]
