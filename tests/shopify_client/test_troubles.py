"""A client tells what it met and got over."""

from __future__ import annotations

from collections.abc import Callable

from shopify_client import documents
from shopify_client.client import Client
from shopify_client.troubles import Troubles
from tests.shopify_client.answering import Answer, Answering, data, error, errors

GOOD = data({"job": None})
THROTTLED = errors(error("THROTTLED", "Throttled"), available=250, requested=300)


def ask(client: Client) -> None:
    client.execute(documents.load("job"), {"id": "1"})


def test_a_calm_client_has_nothing_to_tell(client: Client, shopify_server: Answering) -> None:
    shopify_server.will(GOOD)
    ask(client)
    assert client.troubles.summary() == ""


def test_waits_are_summed_up_by_what_caused_them(client: Client, shopify_server: Answering) -> None:
    shopify_server.will(THROTTLED, THROTTLED, GOOD, Answer(502), GOOD)
    ask(client)
    ask(client)
    assert client.troubles.summary() == "Throttled: 2 times, 2 s waited; Shopify answered 502: once"


def test_a_renewed_token_is_told(make_client: Callable[..., Client], shopify_server: Answering) -> None:
    client = make_client("old", renew=lambda refused: "new")
    shopify_server.will(Answer(401), GOOD)
    ask(client)
    assert client.troubles.summary() == "The access token was refused and renewed: once"


def test_short_waits_are_left_out() -> None:
    troubles = Troubles()
    troubles.add("Shopify answered 500", 0.2)
    assert troubles.summary() == "Shopify answered 500: once"
    troubles.add("Shopify answered 500", 1.8)
    assert troubles.summary() == "Shopify answered 500: 2 times, 2 s waited"
