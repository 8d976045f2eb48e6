"""A connected shop, and topics of the tests."""

from collections.abc import Callable

import pytest

from oms.models import Shop
from tests.webhooks.support import connected_shop
from webhooks import topics
from webhooks.topics import Topic


@pytest.fixture
def shop(db: None) -> Shop:
    return connected_shop()


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[Topic], None]:
    """Put topics of the test among the product's."""

    def put(topic: Topic) -> None:
        monkeypatch.setitem(topics.BY_NAME, topic.name, topic)

    return put
