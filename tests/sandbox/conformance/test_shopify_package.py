"""The ShopifyAPI package, unmodified, takes the sandbox store for Shopify."""

import json
import socket
import urllib.error
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import shopify

from sandbox.world import World
from shopify_client.adapter import activated
from shopify_client.endpoint import Endpoint
from tests.sandbox.http.calling import call

DOMAIN = "demo-store.myshopify.com"


@pytest.fixture
def session(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[shopify.Session]:
    """The package's own session class; only the name of the shop is made to lead to this machine."""
    port = urlsplit(url).port
    real = socket.getaddrinfo

    def resolved(host: Any, *rest: Any, **more: Any) -> Any:
        return real("127.0.0.1" if host == "demo-store.shop.test" else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    for name, value in {"protocol": "http", "myshopify_domain": "shop.test", "port": port}.items():
        monkeypatch.setattr(shopify.Session, name, value)
    yield shopify.Session("demo-store.shop.test", "2026-10", "shpat_sandbox")
    shopify.ShopifyResource.clear_session()


def test_its_graphql_with_its_own_session(session: shopify.Session) -> None:
    shopify.ShopifyResource.activate_session(session)
    told = json.loads(shopify.GraphQL().execute("{ shop { myshopifyDomain } }"))
    assert told["data"] == {"shop": {"myshopifyDomain": DOMAIN}}
    assert told["extensions"]["cost"]["requestedQueryCost"] == 1


def test_its_graphql_with_variables_and_operation_name(session: shopify.Session, world: World) -> None:
    shopify.ShopifyResource.activate_session(session)
    gid = next(iter(world.store.products.values())).gid
    document = "query Other { shop { id } } query One($id: ID!) { product(id: $id) { title } }"
    told = json.loads(shopify.GraphQL().execute(document, {"id": gid}, "One"))
    assert told["data"] == {"product": {"title": "Linen Shirt"}}


def test_a_wrong_token_is_its_http_error(session: shopify.Session) -> None:
    session.token = "shpat_other"
    shopify.ShopifyResource.activate_session(session)
    with pytest.raises(urllib.error.HTTPError) as refused:
        shopify.GraphQL().execute("{ shop { id } }")
    assert refused.value.code == 401


def test_through_our_adapter(url: str) -> None:
    endpoint = Endpoint(DOMAIN, url, sandbox_url=url)
    with activated(endpoint, "shpat_sandbox"):
        told = json.loads(shopify.GraphQL().execute("{ shop { name } }"))
    assert told["data"] == {"shop": {"name": "Demo Store"}}


def test_the_code_that_a_shop_brings_back_is_signed_as_it_expects(
    url: str, monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    world.store.clock.stop_at(None)
    monkeypatch.setattr(shopify.Session, "secret", "sandbox-secret")
    query = urlencode({"client_id": "sandbox-key", "redirect_uri": "https://app.example/back?x=1", "state": "a&b"})
    _, headers, _ = call(url, "GET", f"/admin/oauth/authorize?{query}")
    told = {name: values[0] for name, values in parse_qs(urlsplit(headers["location"]).query).items()}
    assert told.pop("x") == "1"
    assert shopify.Session.validate_params(told)
    told["code"] += "0"
    assert not shopify.Session.validate_params(told)
