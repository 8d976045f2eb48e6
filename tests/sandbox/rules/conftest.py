"""A small store, and what it announces."""

from typing import Any

import pytest

from sandbox.state.records import Node, Order, Product
from sandbox.state.store import Store
from tests.sandbox import shops


class Told(list[str]):
    """The topics that were announced, in order; `extra` holds what came with the last of each."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.extra: dict[str, dict[str, Any]] = {}
        self.records: dict[str, Node] = {}
        store.listeners.append(self._hear)

    def _hear(self, topic: str, record: Node, extra: dict[str, Any]) -> None:
        self.append(topic)
        self.extra[topic], self.records[topic] = extra, record

    def beside_stock(self) -> list[str]:
        """Without the echo that every movement of stock makes."""
        return [topic for topic in self if topic not in ("inventory_levels/update", "products/update")]


@pytest.fixture
def store() -> Store:
    return shops.small_store()


@pytest.fixture
def told(store: Store) -> Told:
    return Told(store)


@pytest.fixture
def order(store: Store) -> Order:
    """Paid: two S shirts at 40.00, a mug at 12.50, shipping 5.00 = 97.50."""
    return next(iter(store.orders.values()))


@pytest.fixture
def shirt(store: Store) -> Product:
    return next(iter(store.products.values()))
