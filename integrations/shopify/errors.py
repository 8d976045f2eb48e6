"""Reads what Shopify's errors say about the call that met them."""

from shopify_client.errors import Throttled, TransientError


def never_arrived(error: Exception) -> bool:
    """Whether Shopify can't have carried the call out."""
    return isinstance(error, Throttled) or (isinstance(error, TransientError) and not error.may_have_arrived)
