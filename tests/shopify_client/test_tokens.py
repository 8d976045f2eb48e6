"""A token that runs out is renewed once; a token that is refused for good stops the calls."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest

from shopify_client import documents
from shopify_client.client import Client
from shopify_client.endpoint import Endpoint
from shopify_client.errors import Throttled, TransientError, Unauthorized
from shopify_client.tokens import AppCredentials, Token, TokenService
from tests.shopify_client.answering import Answer, Answering, Asked, data

JOB = documents.load("job")
REFUSED = Answer(401, b'{"errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"}')
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def only(token: str) -> Callable[[Asked], Answer]:
    return lambda asked: data({"job": None}) if asked.headers["x-shopify-access-token"] == token else REFUSED


def test_renewed_once_and_the_call_repeated(make_client: Callable[..., Client], shopify_server: Answering) -> None:
    refused: list[str] = []

    def renew(token: str) -> Token:
        refused.append(token)
        return Token("new")

    shopify_server.otherwise = only("new")
    assert make_client("old", renew=renew).execute(JOB, {"id": "1"}) == {"job": None}
    assert refused == ["old"]
    assert [asked.headers["x-shopify-access-token"] for asked in shopify_server.asked] == ["old", "new"]


def test_a_renewed_token_that_is_refused_too_is_the_end(
    make_client: Callable[..., Client], shopify_server: Answering
) -> None:
    shopify_server.otherwise = only("nobody's")
    with pytest.raises(Unauthorized) as caught:
        make_client("old", renew=lambda _: "new").execute(JOB, {"id": "1"})
    assert not caught.value.temporary
    assert len(shopify_server.asked) == 2


def test_the_token_is_asked_for_at_each_call(make_client: Callable[..., Client], shopify_server: Answering) -> None:
    tokens = iter(["first", Token("second")])
    shopify_server.will(data({"job": None}), data({"job": None}))
    client = make_client(lambda: next(tokens))
    client.execute(JOB, {"id": "1"})
    client.execute(JOB, {"id": "1"})
    assert [asked.headers["x-shopify-access-token"] for asked in shopify_server.asked] == ["first", "second"]


@pytest.fixture
def service(endpoint: Endpoint) -> TokenService:
    return TokenService(endpoint, AppCredentials("app-id", "app-secret"), clock=lambda: NOW)


def token_answer(**more: object) -> Answer:
    told = {"access_token": "shpat_new", "scope": "read_orders,write_orders", "expires_in": 3600, **more}
    return Answer(body=json.dumps(told).encode())


def form(asked: Asked) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}


def test_client_credentials(service: TokenService, shopify_server: Answering) -> None:
    shopify_server.will(token_answer(expires_in=86399))
    token = service.by_client_credentials()
    assert token.access_token == "shpat_new"
    assert token.scopes == ("read_orders", "write_orders")
    assert token.expires_at == NOW + timedelta(seconds=86399)
    (asked,) = shopify_server.asked
    assert asked.path == "/admin/oauth/access_token"
    assert form(asked) == {
        "client_id": "app-id",
        "client_secret": "app-secret",
        "grant_type": "client_credentials",
    }


def test_refresh(service: TokenService, shopify_server: Answering) -> None:
    shopify_server.will(token_answer(refresh_token="shprt_2", refresh_token_expires_in=7_776_000))
    token = service.by_refresh_token("shprt_1")
    assert (token.refresh_token, token.refresh_expires_at) == ("shprt_2", NOW + timedelta(days=90))
    assert form(shopify_server.asked[0])["refresh_token"] == "shprt_1"


def test_a_lost_answer_locks_nobody_out(service: TokenService, shopify_server: Answering) -> None:
    """The answer with shprt_2 was lost, or stored and never used: shprt_1 still opens."""
    shopify_server.will(Answer(reset=True))
    with pytest.raises(TransientError):
        service.by_refresh_token("shprt_1")
    shopify_server.will(Answer(400, b'{"error": "invalid_grant"}'), token_answer(refresh_token="shprt_3"))
    assert service.by_refresh_token("shprt_2", previous="shprt_1").refresh_token == "shprt_3"
    assert [form(asked)["refresh_token"] for asked in shopify_server.asked] == ["shprt_1", "shprt_2", "shprt_1"]


def test_both_refused(service: TokenService, shopify_server: Answering) -> None:
    shopify_server.will(Answer(400, b"{}"), Answer(401, b"{}"))
    with pytest.raises(Unauthorized):
        service.by_refresh_token("shprt_2", previous="shprt_1")
    with pytest.raises(Unauthorized):
        service.by_refresh_token("")
    assert len(shopify_server.asked) == 2


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer(503), TransientError),
        (Answer(429), Throttled),
        (Answer(200, b"<html>"), TransientError),
        (Answer(200, b"{}"), TransientError),
        (Answer(403, b"{}"), Unauthorized),
    ],
)
def test_failures_of_the_token_address(
    service: TokenService, shopify_server: Answering, answer: Answer, kind: type
) -> None:
    shopify_server.will(answer)
    with pytest.raises(kind):
        service.by_client_credentials()


def test_freshness() -> None:
    assert Token("a").fresh(NOW)
    assert Token("a", NOW + timedelta(minutes=5)).fresh(NOW)
    assert not Token("a", NOW + timedelta(seconds=30)).fresh(NOW)
    assert not Token("a", NOW - timedelta(seconds=1)).fresh(NOW)
