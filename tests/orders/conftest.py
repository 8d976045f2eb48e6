"""What the tests of orders share."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from integrations.models import ShopifyConnection
from sandbox.access.apps import CLIENT_SECRET
from tests.orders.market import Market, trading
from tests.receiver import Receiver
from tests.subscribing import subscribe_all
from webhooks.topics import TOPICS


@pytest.fixture
def market(tmp_path: Path) -> Iterator[Market]:
    with trading(tmp_path) as made:
        yield made


@pytest.fixture
def topics() -> list[str]:
    """What the shop sends: every topic about orders, unless a module asks for others."""
    return [topic.name for topic in TOPICS if topic.page == "orders"]


@pytest.fixture
def heard(market: Market, topics: list[str], receiver: Receiver, settings: Any) -> Market:
    """The shop sends these topics to a receiver of ours."""
    settings.WEBHOOK_ADDRESS = receiver.url
    connection = ShopifyConnection.objects.get(shop=market.shop)
    connection.client_secret = CLIENT_SECRET
    connection.save()
    subscribe_all(market.shop, topics)
    return market
