"""Pages over the small catalogue of these tests, for people of every role."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

import webhooks.wake
from jobs import registry
from oms.models import Shop
from tests.console import support
from tests.oms import factories
from work import broker


@pytest.fixture(autouse=True)
def catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_index", lambda: support.CATALOGUE)
    cache.clear()


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody works here: a wake-up call would only wait for a broker."""
    monkeypatch.setattr(broker, "publish", lambda *args, **kwargs: True)
    monkeypatch.setattr(webhooks.wake, "drain", lambda: True)


@pytest.fixture
def shop(db: None) -> Shop:
    return factories.shop(name="Green Hill")


@pytest.fixture
def as_role(db: None) -> Callable[[str], Client]:
    """A browser signed in as somebody of this role; "" is somebody without any, "anonymous" nobody."""

    def sign_in(role: str) -> Client:
        client = Client()
        if role != "anonymous":
            client.force_login(support.user(role))
        return client

    return sign_in


@pytest.fixture
def viewer(as_role: Callable[[str], Client]) -> Client:
    return as_role("viewer")


@pytest.fixture
def operator(as_role: Callable[[str], Client]) -> Client:
    return as_role("operator")
