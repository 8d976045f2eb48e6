"""Refuses addresses for deliveries, in Shopify's words."""

from collections.abc import Container
from urllib.parse import urlsplit

INTERNAL = "Address cannot be a Shopify or an internal domain"
BLANK = "Address can't be blank"
INVALID = "Address is invalid"
_SHOPIFY = (".myshopify.com", ".shopify.com")
_LONGEST = 65_535


def refusal(address: str | None, plain_hosts: Container[str]) -> str:
    """Says why the address is refused; "" if it is taken.

    Over plain http only hosts of `plain_hosts` (one's own machine) are taken.
    """
    if address is None or not address.strip():
        return BLANK
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return INVALID
    if not host or any(part.isspace() for part in address) or len(address) > _LONGEST:
        return INVALID
    if parts.scheme == "http" and host in plain_hosts:
        return ""
    if parts.scheme != "https":
        return f"Address protocol {parts.scheme or 'none'}:// is not supported"
    return INTERNAL if _internal(host) else ""


def _internal(host: str) -> bool:
    return host.endswith(_SHOPIFY) or host == "localhost" or host.endswith((".local", ".internal"))
