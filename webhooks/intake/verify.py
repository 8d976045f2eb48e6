"""Judges a delivery: the row to write, or the refusal.

Nothing of the body is parsed.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from integrations.text import clean
from shopify_client import webhooks
from shopify_client.webhooks import Delivery
from webhooks import topics
from webhooks.intake.insert import Row
from webhooks.intake.keyring import Keyring, ShopKeys
from work.item import State

_ID_LENGTH = 100
_FAMILIES = ("x-shopify-", "shopify-")
_SIGNATURES = ("x-shopify-hmac-sha256", "shopify-hmac-sha256")


@dataclass(frozen=True)
class Refusal:
    """`status` of the answer and its one sentence. 401 tells nobody whether the shop or the signature was wrong."""

    status: int
    reason: str


UNSIGNED = Refusal(401, "This is not signed by an app and shop known here.\n")


def judge(headers: Mapping[str, str], body: bytes, keyring: Keyring) -> Row | Refusal:
    """`headers` with lower-case names. The secret is that of the shop they name, out of our database."""
    delivery = webhooks.delivery(headers)
    keys = keyring.find(delivery.shop_domain)
    if keys is None or not webhooks.verify(body, delivery.signature, keys.secrets):
        return UNSIGNED
    return _row(headers, delivery, keys, body)


def oversize(headers: Mapping[str, str], size: int, limit: int, keyring: Keyring) -> Row | None:
    """The row that tells of a body too large to be read: its headers only. None for a shop or topic unknown here."""
    delivery = webhooks.delivery(headers)
    keys = keyring.find(delivery.shop_domain)
    if keys is None or delivery.topic not in topics.BY_NAME:
        return None
    reason = (
        f"Its body of {size:,} bytes was refused: more than {limit:,} are not read. The job of this topic fetches it"
    )
    return _row(headers, delivery, keys, b"")._replace(size=size, state=State.DEAD.value, error=reason)


def _row(headers: Mapping[str, str], delivery: Delivery, keys: ShopKeys, body: bytes) -> Row:
    digest = hashlib.sha256(body)
    topic = topics.BY_NAME.get(delivery.topic)
    row = Row(
        shop_id=keys.shop_id,
        topic=clean(delivery.topic)[:_ID_LENGTH],
        lane=topic.lane(body) if topic else "",
        webhook_id=_id(delivery.webhook_id) or f"sha256:{digest.hexdigest()}",
        event_id=_id(delivery.event_id),
        triggered_at=_moment(delivery.triggered_at),
        api_version=clean(delivery.api_version)[:20],
        headers=_kept(headers),
        body=body,
        size=len(body),
        digest=digest.digest(),
    )
    if topic is None:
        return row._replace(state=State.IGNORED.value, error="Nothing here deals with this topic")
    return row


def _kept(headers: Mapping[str, str]) -> str:
    """Shopify's headers but for the signature, as JSON."""
    kept = {
        name: clean(value)[:500]
        for name, value in headers.items()
        if name.startswith(_FAMILIES) and name not in _SIGNATURES
    }
    return json.dumps(kept)


def _id(text: str) -> str:
    """Too long to be kept, it is kept as its SHA-256: cut off, two could become one."""
    cleaned = clean(text)
    return cleaned if len(cleaned) <= _ID_LENGTH else hashlib.sha256(cleaned.encode()).hexdigest()


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
