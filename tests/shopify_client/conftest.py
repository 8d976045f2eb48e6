from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from redis import Redis

from shopify_client.client import Client
from shopify_client.endpoint import Endpoint
from tests.shopify_client.answering import Answering, answering

DOMAIN = "client-test.myshopify.com"
TOKEN = "shpat_canary_5d41402abc4b2a76"


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def shopify_server() -> Iterator[Answering]:
    with answering() as server:
        yield server


@pytest.fixture
def time_() -> Time:
    return Time()


@pytest.fixture
def endpoint(shopify_server: Answering) -> Endpoint:
    return Endpoint(DOMAIN, base_url=shopify_server.url, sandbox_url=shopify_server.url)


@pytest.fixture
def make_client(endpoint: Endpoint, time_: Time) -> Callable[..., Client]:
    def make(token: Any = TOKEN, **options: Any) -> Client:
        return Client(endpoint, token, clock=time_.clock, sleep=time_.sleep, chance=lambda: 0.0, **options)

    return make


@pytest.fixture
def client(make_client: Callable[..., Client]) -> Client:
    return make_client()


@pytest.fixture
def redis() -> Iterator[Redis]:
    server = Redis.from_url(settings.REDIS_URL, socket_timeout=240)
    server.delete(f"shopify:budget:{DOMAIN}")
    yield server
    server.delete(f"shopify:budget:{DOMAIN}")
    server.close()
