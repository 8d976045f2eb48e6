"""Products of the store and ours, and what the store tells of them, for the tests of products."""

import json

from integrations.models import WebhookSubscription
from oms.models import Product, ShopProduct
from sandbox.state.records import Product as Theirs
from sandbox.webhooks.payloads import build
from tests.equality import lived
from tests.equality.reading import gid
from tests.orders.market import Market
from tests.webhooks.support import stored
from webhooks.models import WebhookEvent
from webhooks.processing.handle import drain

SYNC = "products.sync"


def shirt(market: Market) -> Theirs:
    return market.store.products[market.small.product_id]


def ours(market: Market, kind: str, number: int) -> Product:
    return ShopProduct.objects.get(shop=market.shop, gid=gid(kind, number)).product


def unequal(market: Market) -> list[str]:
    """What differs between the store's catalogue and ours."""
    return lived.products(market.neighbour.state(), market.shop)


def body(market: Market, topic: str, record: Theirs) -> bytes:
    return json.dumps(build(market.store, topic, record, {})).encode()


def deliver(market: Market, topic: str, told: bytes) -> WebhookEvent:
    """The event once it has been taken up."""
    WebhookSubscription.objects.update_or_create(shop=market.shop, topic=topic, defaults={"wanted": True})
    event = stored(market.shop, topic, told)
    drain()
    event.refresh_from_db()
    return event
