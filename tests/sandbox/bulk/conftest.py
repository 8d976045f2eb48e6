from collections.abc import Iterator

import pytest

from sandbox.generator.generate import generate
from tests.sandbox.bulk.asking import Shop, shop
from tests.sandbox.shops import NOW, empty_store


@pytest.fixture(scope="module")
def full() -> Iterator[Shop]:
    """One store of 20 products and 60 orders, generated once for the tests of a module, which only read."""
    store = empty_store()
    generate(store, 20, 60, 3, anchor=NOW)
    with shop(store) as made:
        yield made


@pytest.fixture
def big(full: Shop) -> Iterator[Shop]:
    """The same store, with nothing planted and no operation known."""
    full.world.faults.clear()
    full.world.bulk.forget()
    full.world.buckets.refill()
    full.world.store.listeners.clear()
    full.world.store.clock.stop_at(NOW)
    full.world.bulk.settings.order, full.world.bulk.settings.window = "interleaved", 100
    full.world.bulk.settings.delay, full.world.bulk.settings.at_once = 0, False
    yield full
