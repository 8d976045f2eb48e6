"""A small store that answers over HTTP, asked with our own documents."""

import http.client
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from sandbox.local_server import running
from sandbox.state.records import Order
from sandbox.state.store import Store
from sandbox.world import World
from shopify_client import documents
from tests.sandbox import shops


class Shop:
    """Asks over one connection."""

    def __init__(self, world: World, url: str) -> None:
        self.world = world
        self.store = world.store
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=240)

    def answer(self, query: str, **variables: Any) -> dict[str, Any]:
        """The whole answer, errors and all."""
        body = json.dumps({"query": query, "variables": variables})
        headers = {"X-Shopify-Access-Token": "shpat_sandbox", "Content-Type": "application/json"}
        self._connection.request("POST", "/admin/api/2026-10/graphql.json", body, headers)
        response = self._connection.getresponse()
        told: dict[str, Any] = json.loads(response.read())
        assert response.status == 200, told
        return told

    def ask(self, name: str, **variables: Any) -> Any:
        """What the one root of our document of that name gives."""
        document = documents.load(name)
        told = self.answer(document.text, **variables)
        assert "errors" not in told, told["errors"]
        (root,) = told["data"].values()
        return root

    def done(self, name: str, **variables: Any) -> Any:
        """The same of a mutation that must succeed."""
        payload = self.ask(name, **variables)
        assert errors(payload) == [], payload
        return payload

    def refused(self, name: str, **variables: Any) -> list[dict[str, Any]]:
        """The user errors of one that must not; everything else is null."""
        payload = self.ask(name, **variables)
        assert errors(payload), payload
        assert not any(value for key, value in payload.items() if not key.lower().endswith("usererrors"))
        return errors(payload)

    def order(self, gid: str) -> Any:
        return self.ask("order_by_id", id=gid, lineItems=25)

    def close(self) -> None:
        self._connection.close()


def errors(payload: dict[str, Any]) -> list[dict[str, Any]]:
    (found,) = (value for key, value in payload.items() if key.lower().endswith("usererrors"))
    return found


@pytest.fixture
def store() -> Store:
    return shops.small_store()


@pytest.fixture
def order(store: Store) -> Order:
    """Paid: two S shirts at 40.00, a mug at 12.50, shipping 5.00 = 97.50."""
    return next(iter(store.orders.values()))


@pytest.fixture
def shop(store: Store) -> Iterator[Shop]:
    world = World(store)
    with running(world) as url:
        asking = Shop(world, url)
        yield asking
        asking.close()
