"""Sends one POST as Shopify does.

A second to connect, five in all, no redirect followed.
"""

import base64
import hashlib
import hmac
import http.client
import socket
import ssl
import time
from urllib.parse import urlsplit

from sandbox.webhooks.delivery import Delivery

CONNECT_SECONDS = 1.0
SECONDS = 5.0
AGENT = "Shopify-Captain-Hook"


def signature(body: bytes, secret: str) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode("ascii")


def headers(delivery: Delivery, domain: str) -> dict[str, str]:
    told = {
        "Content-Type": "application/json",
        "Accept": "*/*",
        "User-Agent": AGENT,
        "X-Shopify-Topic": delivery.topic,
        "X-Shopify-Hmac-SHA256": signature(delivery.body, delivery.secret),
        "X-Shopify-Shop-Domain": domain,
        "X-Shopify-API-Version": delivery.api_version,
        "X-Shopify-Webhook-Id": delivery.webhook_id,
        "X-Shopify-Event-Id": delivery.event_id,
        "X-Shopify-Triggered-At": delivery.triggered_at.strftime("%Y-%m-%dT%H:%M:%S.%f000Z"),
    }
    return told | ({"X-Shopify-Name": delivery.name} if delivery.name else {})


def post(delivery: Delivery, domain: str) -> tuple[int | None, str]:
    """Gives the status of the answer; or None and what failed."""
    begun = time.monotonic()
    connection = _connection(delivery.address)
    try:
        connection.connect()
        connection.sock.settimeout(SECONDS)
        connection.request("POST", _path(delivery.address), delivery.body, headers(delivery, domain))
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return None, _words(error)
    finally:
        connection.close()
    if time.monotonic() - begun > SECONDS:
        return None, "no answer within 5 s"
    return status, ""


def _connection(address: str) -> http.client.HTTPConnection:
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, parts.port, timeout=CONNECT_SECONDS, context=context)
    return http.client.HTTPConnection(host, parts.port, timeout=CONNECT_SECONDS)


def _path(address: str) -> str:
    parts = urlsplit(address)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _words(error: Exception) -> str:
    if isinstance(error, TimeoutError | socket.timeout):
        return "no answer in time"
    return f"{type(error).__name__}: {error}"[:200]
