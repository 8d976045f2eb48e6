"""No secret shows in a repr, a log line, an error or anything that hangs on an error."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

import pytest

from shopify_client import documents
from shopify_client.adapter import activated
from shopify_client.client import Client
from shopify_client.endpoint import Endpoint
from shopify_client.errors import ShopifyError
from shopify_client.tokens import AppCredentials, Token, TokenService
from tests.shopify_client.answering import Answer, Answering, data, error, errors
from tests.shopify_client.conftest import TOKEN

CLIENT_SECRET, REFRESH_TOKEN = "canary-client-secret", "canary-refresh-token"
SECRETS = (TOKEN, CLIENT_SECRET, REFRESH_TOKEN)

ANSWERS = {
    "reset": Answer(reset=True),
    "refused": Answer(401, b'{"errors": "no"}'),
    "echo": Answer(400, f'{{"errors": "bad"}}{TOKEN}'.encode()),
    "page": Answer(200, f"<html>{TOKEN}</html>".encode()),
    "throttled": errors(error("THROTTLED"), available=0, requested=900),
    "user errors": data({"fulfillmentCreate": {"userErrors": [{"field": None, "message": "no"}]}}),
}


def everything_about(raised: BaseException) -> str:
    """The error, its arguments and attributes, those of its causes and contexts, and the printed traceback."""
    told = ["".join(traceback.format_exception(raised))]
    seen: BaseException | None = raised
    while seen is not None:
        told += [str(seen), repr(seen), repr(seen.args), repr(vars(seen))]
        for value in vars(seen).values():
            told.append(repr(getattr(value, "headers", "")))
        seen = seen.__cause__ or seen.__context__
    return "\n".join(told)


@pytest.mark.parametrize("name", ANSWERS)
def test_failed_calls(
    make_client: Callable[..., Client], shopify_server: Answering, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    caplog.set_level(logging.DEBUG)
    shopify_server.will(ANSWERS[name])
    client = make_client(Token(TOKEN, refresh_token=REFRESH_TOKEN))
    with pytest.raises(ShopifyError) as caught:
        client.execute(documents.load("fulfillment_create"), {"fulfillment": {"note": "4111 1111 1111 1111"}})
    told = everything_about(caught.value) + caplog.text + repr(client) + repr(client.endpoint)
    assert [secret for secret in SECRETS if secret in told] == []
    assert "4111 1111" not in caplog.text


@pytest.mark.parametrize("answer", [Answer(reset=True), Answer(400, CLIENT_SECRET.encode()), Answer(500)])
def test_failed_renewals(
    endpoint: Endpoint, shopify_server: Answering, caplog: pytest.LogCaptureFixture, answer: Answer
) -> None:
    caplog.set_level(logging.DEBUG)
    shopify_server.will(answer)
    service = TokenService(endpoint, AppCredentials("id", CLIENT_SECRET))
    with pytest.raises(ShopifyError) as caught:
        service.by_refresh_token(REFRESH_TOKEN)
    told = everything_about(caught.value) + caplog.text + repr(service)
    assert [secret for secret in SECRETS if secret in told] == []


def test_reprs() -> None:
    told = repr(Token(TOKEN, refresh_token=REFRESH_TOKEN)) + repr(AppCredentials("id", CLIENT_SECRET))
    assert [secret for secret in SECRETS if secret in told] == []


def test_the_packages_session_is_closed_whatever_happens(endpoint: Endpoint, shopify_server: Answering) -> None:
    import shopify

    shopify_server.will(Answer(body=b'{"data": {"job": null}}'))
    with pytest.raises(RuntimeError), activated(endpoint, TOKEN):
        assert shopify.GraphQL().execute("{ job(id: 1) { id } }") == '{"data": {"job": null}}'
        raise RuntimeError
    assert shopify_server.asked[0].headers["x-shopify-access-token"] == TOKEN
    assert shopify_server.asked[0].path == "/admin/api/2026-10/graphql.json"
    assert TOKEN not in repr(shopify.ShopifyResource.headers)
    assert shopify.ShopifyResource.get_site() is None
