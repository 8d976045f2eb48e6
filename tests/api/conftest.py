"""Callers of every role, over Django's own request handling."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from console.api import tokens
from console.frame.roles import grant
from jobs import registry
from jobs.audit import SYSTEM
from jobs.definition import JobDefinition
from tests.engine.support import CountParameters, definition
from work import broker

PROBE = definition(
    lambda run, parameters: None, parameters=CountParameters, schedules=("0 2 * * *",), default="0 2 * * *"
)
Call = Callable[..., Any]


@pytest.fixture(autouse=True)
def jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    cards: dict[str, JobDefinition] = {PROBE.key: PROBE}
    monkeypatch.setattr(registry, "_index", lambda: cards)
    monkeypatch.setattr(broker, "publish", lambda *args, **kwargs: True)
    yield


def person(role: str) -> User:
    user, new = User.objects.get_or_create(username=f"a {role}")
    if new:
        grant(user, role)
    return user


def token(role: str) -> str:
    return tokens.issue(person(role), "tests", role, SYSTEM)[1]


@pytest.fixture
def call(db: None) -> Call:
    """`call("post", "/runs/1/stop", role="operator", body={...})`; role "" = nobody."""
    known: dict[str, str] = {}

    def send(method: str, path: str, role: str = "operator", body: Any = None) -> Any:
        if role and role not in known:
            known[role] = token(role)
        headers = {"Authorization": f"Bearer {known[role]}"} if role else {}
        return Client().generic(
            method.upper(), f"/api{path}", data=_json(body), content_type="application/json", headers=headers
        )

    return send


def _json(body: Any) -> str:
    import json

    return "" if body is None else json.dumps(body)
