"""Verifies a webhook's signature, and reads its headers.

Shopify signs the raw body alone (base64 of HMAC-SHA256 with the app's client secret), neither topic nor shop nor ids:
a captured body can come again under other headers, so those are hints and the object has to be read again.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


def sign(body: bytes, secret: str) -> str:
    """The signature that Shopify would send for this body."""
    return base64.b64encode(hmac.digest(secret.encode(), body, "sha256")).decode("ascii")


def verify(body: bytes, header: str | None, secrets: Iterable[str]) -> bool:
    """Whether the header is the signature of the body under one of the secrets (current and previous).

    Takes the same time wherever they differ. No header and no secret are failures.
    """
    given = (header or "").encode("utf-8", "replace")
    matched = False
    for secret in secrets:
        if secret:
            matched |= hmac.compare_digest(sign(body, secret).encode("ascii"), given)
    return matched


@dataclass(frozen=True)
class Delivery:
    """The headers of one delivery; what is missing is empty. Times as Shopify wrote them.

    `webhook_id` names this delivery and stays the same on its retries; `event_id` names the event, which several
    subscriptions deliver several times.
    """

    topic: str
    shop_domain: str
    signature: str
    webhook_id: str
    event_id: str
    triggered_at: str
    api_version: str
    name: str


def delivery(headers: Mapping[str, str]) -> Delivery:
    """Reads both families of headers, X-Shopify-* and shopify-*, in any letter case."""
    lower = {name.lower(): value for name, value in headers.items()}

    def read(name: str) -> str:
        return lower.get(f"x-shopify-{name}") or lower.get(f"shopify-{name}") or ""

    return Delivery(
        topic=read("topic"),
        shop_domain=read("shop-domain"),
        signature=read("hmac-sha256"),
        webhook_id=read("webhook-id"),
        event_id=read("event-id"),
        triggered_at=read("triggered-at"),
        api_version=read("api-version"),
        name=read("name"),
    )
