"""The small store behind a real server, and a visitor."""

from collections.abc import Iterator

import pytest

from sandbox.local_server import running
from sandbox.state.records import Order
from sandbox.state.store import Store
from sandbox.world import World
from tests.sandbox.pages.browsing import Visitor
from tests.sandbox.shops import small_store


@pytest.fixture
def store() -> Store:
    return small_store()


@pytest.fixture
def visitor(store: Store) -> Iterator[Visitor]:
    with running(World(store)) as url:
        yield Visitor(url)


@pytest.fixture
def order(store: Store) -> Order:
    """#1001: two S shirts and a mug, paid, waiting at the main warehouse."""
    return next(iter(store.orders.values()))
