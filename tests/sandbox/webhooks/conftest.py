from collections.abc import Iterator

import pytest

from sandbox.access.apps import CLIENT_ID
from sandbox.webhooks import subscriptions
from sandbox.world import World
from tests.sandbox.shops import small_store
from tests.sandbox.webhooks.listening import Ear, listening


@pytest.fixture
def world() -> World:
    made = World(small_store())
    made.webhooks.coalesce = 0.0
    return made


@pytest.fixture
def ear() -> Iterator[Ear]:
    with listening() as found:
        yield found


@pytest.fixture
def subscribe(world: World, ear: Ear):
    def to(*topics: str) -> None:
        for topic in topics:
            given = {"uri": ear.address}
            subscriptions.create(world.store, CLIENT_ID, topic, given, world.webhooks.plain_hosts)

    return to
