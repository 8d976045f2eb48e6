"""Checks the address that Shopify sends webhooks to."""

from urllib.parse import urlsplit

from django.conf import settings

_OWN_MACHINE = ("127.0.0.1", "localhost", "::1")


def address() -> str:
    return str(settings.WEBHOOK_ADDRESS)


def address_problem() -> str:
    """Why nothing can be subscribed with the address as it is set; "" when it can."""
    entered = address()
    if not entered:
        return "WEBHOOK_ADDRESS is not set, so Shopify would not know where to send."
    try:
        parts = urlsplit(entered)
        host = parts.hostname or ""
    except ValueError:
        return f"WEBHOOK_ADDRESS is no address: {entered}"
    if parts.scheme == "https" and host:
        return ""
    if parts.scheme == "http" and settings.SANDBOX_URL and host in _OWN_MACHINE:
        return ""
    return f"WEBHOOK_ADDRESS must begin with https://, Shopify takes no other: {entered}"
