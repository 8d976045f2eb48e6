"""Fresh receivers and no broker, unless a test wants one."""

from collections.abc import Callable

import pytest

from oms.models import Shop
from tests.webhooks.support import connected_shop
from webhooks import topics, views
from webhooks.intake.keyring import Keyring
from webhooks.intake.rate_limit import Seldom
from webhooks.topics import Topic


@pytest.fixture(autouse=True)
def fresh_view(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "keyring", Keyring())
    monkeypatch.setattr(views, "alerts", Seldom())


@pytest.fixture
def shop(db: None) -> Shop:
    return connected_shop()


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[Topic], None]:
    """Put topics of the test among the product's."""

    def put(topic: Topic) -> None:
        monkeypatch.setitem(topics.BY_NAME, topic.name, topic)

    return put
