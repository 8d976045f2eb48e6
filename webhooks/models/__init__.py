"""Tables of what Shopify tells us."""

from webhooks.models.compliance import ComplianceRequest, Duty
from webhooks.models.event import WebhookEvent
from webhooks.models.failed_try import FailedTry

__all__ = ["ComplianceRequest", "Duty", "FailedTry", "WebhookEvent"]
