"""POST /admin/oauth/access_token, over HTTP."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from sandbox.access.apps import ALL_SCOPES
from sandbox.local_server import running
from sandbox.world import World
from tests.sandbox.http.calling import call, graphql
from tests.sandbox.shops import empty_store

KEYS = {"client_id": "sandbox-key", "client_secret": "sandbox-secret"}
PATH = "/admin/oauth/access_token"


@pytest.fixture
def world() -> World:
    return World(empty_store())


@pytest.fixture
def url(world: World) -> Iterator[str]:
    with running(world) as address:
        yield address


def ask(url: str, **form: str) -> tuple[int, dict[str, Any]]:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    status, _, body = call(url, "POST", PATH, urlencode(KEYS | form).encode(), kind)
    return status, json.loads(body)


def opens(url: str, token: str) -> bool:
    return graphql(url, "{ shop { id } }", headers={"X-Shopify-Access-Token": token})[0] == 200


def test_client_credentials_live_a_day(url: str, world: World) -> None:
    status, told = ask(url, grant_type="client_credentials")
    assert (status, told["expires_in"]) == (200, 86400)
    assert set(told["scope"].split(",")) == ALL_SCOPES
    assert "refresh_token" not in told
    assert opens(url, told["access_token"])
    world.store.clock.advance(86400)
    assert not opens(url, told["access_token"])


def test_a_code_gives_an_expiring_token_on_request(url: str, world: World) -> None:
    status, _, _ = call(url, "GET", "/admin/oauth/authorize")
    assert status == 400
    query = urlencode({"client_id": "sandbox-key", "redirect_uri": "http://127.0.0.1/back", "state": "s1"})
    status, headers, _ = call(url, "GET", f"/admin/oauth/authorize?{query}")
    assert status == 303
    told = dict(parse_qsl(urlsplit(headers["location"]).query))
    signature = told.pop("hmac")
    signed = "&".join(f"{name}={value}" for name, value in sorted(told.items()))
    assert hmac.new(b"sandbox-secret", signed.encode(), hashlib.sha256).hexdigest() == signature
    assert (told["shop"], told["state"]) == ("demo-store.myshopify.com", "s1")
    status, first = ask(url, code=told["code"], expiring="1")
    assert (status, first["expires_in"], first["refresh_token_expires_in"]) == (200, 3600, 90 * 86400)
    assert ask(url, code=told["code"], expiring="1")[0] == 400


def test_a_code_without_more_gives_a_token_for_ever(url: str, world: World) -> None:
    code = world.access.give_code("sandbox-key", timedelta(hours=1))
    _, told = ask(url, code=code)
    assert told.keys() == {"access_token", "scope"}


def test_refreshing(url: str, world: World) -> None:
    _, told = ask(url, code=world.access.give_code("sandbox-key", timedelta(hours=1)), expiring="1")
    status, second = ask(url, grant_type="refresh_token", refresh_token=told["refresh_token"])
    assert (status, second["expires_in"]) == (200, 3600)
    # Its answer may have got lost: the old one works until the new token is used.
    status, third = ask(url, grant_type="refresh_token", refresh_token=told["refresh_token"])
    assert status == 200
    assert opens(url, third["access_token"])
    status, refused = ask(url, grant_type="refresh_token", refresh_token=told["refresh_token"])
    assert (status, refused["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"client_id": "other", "grant_type": "client_credentials"}, 400, "application_cannot_be_found"),
        ({"client_secret": "wrong", "grant_type": "client_credentials"}, 401, "invalid_client"),
        ({"client_secret": "wröng", "grant_type": "client_credentials"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({}, 400, "unsupported_grant_type"),
        ({"code": "made-up"}, 400, "invalid_request"),
        ({"grant_type": "refresh_token"}, 400, "invalid_grant"),
    ],
)
def test_refusals(url: str, form: dict[str, str], status: int, error: str) -> None:
    told = ask(url, **form)
    assert (told[0], told[1]["error"]) == (status, error)


def test_json_is_taken_too(url: str) -> None:
    body = json.dumps(KEYS | {"grant_type": "client_credentials"}).encode()
    assert call(url, "POST", PATH, body, {"Content-Type": "application/json"})[0] == 200
    assert call(url, "POST", PATH, b"{", {"Content-Type": "application/json"})[0] == 400
