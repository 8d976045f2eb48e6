"""A shop, its secret, and deliveries signed with it."""

import json
import uuid
from collections.abc import Sequence
from typing import Any

from integrations.models import ShopifyConnection, WebhookSubscription
from oms.models import ProductStore, Shop
from shopify_client.webhooks import sign
from webhooks.delivery import Delivered, Handler, Touched
from webhooks.intake.insert import Row
from webhooks.intake.writer import commit
from webhooks.models import WebhookEvent
from webhooks.topics import BY_NAME, Topic

SECRET = "current-secret-of-the-app"
PREVIOUS = "secret-before-the-rotation"
DOMAIN = "green-hill.myshopify.com"


def connected_shop(domain: str = DOMAIN, number: int | None = None, **columns: Any) -> Shop:
    store, _ = ProductStore.objects.get_or_create(name="Green Hill")
    shop = Shop.objects.create(pk=number, domain=domain, store=store, name="Green Hill")
    connection = ShopifyConnection(shop=shop, api_version="2026-10", **columns)
    connection.client_secret, connection.previous_client_secret = SECRET, PREVIOUS
    connection.access_token = "shpat_of_the_tests"
    connection.save()
    topics = (WebhookSubscription(shop=shop, topic=topic, wanted=True, present=True) for topic in BY_NAME)
    WebhookSubscription.objects.bulk_create(topics)
    return shop


def headers(body: bytes, topic: str, secret: str = SECRET, prefix: str = "X-Shopify-", **more: str) -> dict[str, str]:
    """As Shopify sends them; `webhook_id="..."` and the like replace what they name."""
    told = {
        "topic": topic,
        "hmac_sha256": sign(body, secret),
        "shop_domain": DOMAIN,
        "api_version": "2026-10",
        "webhook_id": str(uuid.uuid4()),
        "event_id": str(uuid.uuid4()),
        "triggered_at": "2026-11-24T10:00:00.123456789Z",
    } | more
    return {prefix + name.title().replace("_", "-"): value for name, value in told.items()}


def finished(number: int = 1) -> bytes:
    """A body of bulk_operations/finish."""
    return json.dumps(
        {"admin_graphql_api_id": f"gid://shopify/BulkOperation/{number}", "status": "completed", "type": "query"}
    ).encode()


def row(shop: Shop, topic: str, body: bytes, **columns: Any) -> Row:
    """What the receiver writes of an event."""
    import hashlib

    found = BY_NAME.get(topic)
    made = Row(
        shop_id=shop.pk,
        topic=topic,
        lane=found.lane(body) if found else "",
        webhook_id=str(uuid.uuid4()),
        event_id=str(uuid.uuid4()),
        triggered_at=None,
        api_version="2026-10",
        headers="{}",
        body=body,
        size=len(body),
        digest=hashlib.sha256(body).digest(),
    )
    return made._replace(**columns)


def stored(shop: Shop, topic: str, body: bytes, **columns: Any) -> WebhookEvent:
    """An event as the receiver leaves it."""
    assert commit([row(shop, topic, body, **columns)]) == 1
    return WebhookEvent.objects.latest("id")


def probe(name: str, handler: Handler, **changes: Any) -> Topic:
    """A topic of the tests in place of the product's."""
    values: dict[str, Any] = {**vars(BY_NAME["products/delete"]), "name": name, "handler": handler, **changes}
    return Topic(**values)


def touch(delivered: Delivered, _found: Any) -> Sequence[Touched]:
    return [Touched("thing", "touched", str(delivered.payload["id"]))]


def thing(number: int) -> bytes:
    return b'{"id":%d}' % number
