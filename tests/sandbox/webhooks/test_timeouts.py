"""Whoever doesn't answer in time has not heard it: Shopify takes a second to connect and five in all."""

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from sandbox.rules import products
from sandbox.webhooks import sender
from sandbox.webhooks.delivery import DELIVERED, WAITING, Delivery
from sandbox.world import World
from tests.conftest import AS_SHOPIFY_WAITS
from tests.sandbox.webhooks.listening import Ear


@pytest.fixture
def told(world: World, subscribe: Callable[..., None]) -> Callable[[], Delivery]:
    """Something happens in the shop; its delivery after the first try."""
    subscribe("PRODUCTS_DELETE")

    def happen() -> Delivery:
        products.delete_product(world.store, next(iter(world.store.products.values())))
        assert world.webhooks.queue.settle(240)
        (delivery,) = world.webhooks.queue.everything()
        return delivery

    return happen


@pytest.fixture
def silence(ear: Ear) -> Iterator[None]:
    """The ear hears, and says nothing before the test is over."""
    over = threading.Event()
    ear.answer = lambda headers: 200 if over.wait(240) else 500
    yield
    over.set()


def test_an_answer_at_once_is_in_time(told: Callable[[], Delivery]) -> None:
    delivery = told()
    assert delivery.state == DELIVERED and [one.status for one in delivery.tries] == [200]


@pytest.mark.usefixtures("silence")
def test_no_answer_in_time_is_a_failed_try(
    told: Callable[[], Delivery], ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "SECONDS", 0.2)
    delivery = told()
    (attempt,) = delivery.tries
    assert (delivery.state, attempt.status, attempt.error) == (WAITING, None, "no answer in time")
    assert len(ear.heard) == 1


def test_an_answer_in_drops_buys_no_time(
    told: Callable[[], Delivery], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each drop comes in time, all of them together don't."""
    monkeypatch.setattr(sender, "SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as server:
        for one in world.store.tables.webhook_subscriptions.values():
            one.uri = f"http://127.0.0.1:{server.getsockname()[1]}/hooks/"
        dropping = threading.Thread(target=_drop, args=(server,))
        dropping.start()
        delivery = told()
        dropping.join(240)
    assert delivery.state == WAITING and delivery.tries[0].status is None


def _drop(server: socket.socket) -> None:
    connection, _ = server.accept()
    with connection:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        for number in range(7):
            time.sleep(0.1)
            connection.sendall(b"X-Drop: %d\r\n" % number)
        connection.sendall(b"Content-Length: 0\r\n\r\n")


def test_it_waits_as_long_as_shopify_does(told: Callable[[], Delivery], monkeypatch: pytest.MonkeyPatch) -> None:
    """What the socket is told, while it connects and while it waits for the answer."""
    for name, seconds in AS_SHOPIFY_WAITS.items():
        monkeypatch.setattr(sender, name, seconds)
    waits: list[float | None] = []
    connect, answer = http.client.HTTPConnection.connect, http.client.HTTPConnection.getresponse

    def connecting(self: http.client.HTTPConnection) -> None:
        waits.append(self.timeout)
        connect(self)

    def answering(self: http.client.HTTPConnection) -> http.client.HTTPResponse:
        waits.append(self.sock.gettimeout())
        return answer(self)

    monkeypatch.setattr(http.client.HTTPConnection, "connect", connecting)
    monkeypatch.setattr(http.client.HTTPConnection, "getresponse", answering)
    assert told().state == DELIVERED
    assert waits == [1.0, 5.0]
    assert sender._connection("https://jobs.example.com/hooks/").timeout == 1.0
