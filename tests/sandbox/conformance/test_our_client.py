"""Our own client works with the sandbox store as it does with Shopify."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox.access.apps import ALL_SCOPES
from sandbox.cost.bucket import Buckets
from sandbox.world import World
from shopify_client import documents
from shopify_client.client import Client
from shopify_client.endpoint import Endpoint
from shopify_client.errors import AccessDenied, InvalidDocument, NotFound, Unauthorized, VersionFellForward
from shopify_client.tokens import AppCredentials, Token, TokenService

DOMAIN = "demo-store.myshopify.com"


def endpoint(url: str, **more: Any) -> Endpoint:
    return Endpoint(DOMAIN, url, sandbox_url=url, **more)


def service(url: str, secret: str = "sandbox-secret") -> TokenService:
    return TokenService(endpoint(url), AppCredentials("sandbox-key", secret))


def test_the_connection_check(url: str) -> None:
    told = Client(endpoint(url), "shpat_sandbox").execute(documents.load("shop_and_scopes"))
    assert told["shop"]["myshopifyDomain"] == DOMAIN
    assert {scope["handle"] for scope in told["currentAppInstallation"]["accessScopes"]} == ALL_SCOPES
    assert {"2026-10"} <= {version["handle"] for version in told["publicApiVersions"] if version["supported"]}


def test_by_client_credentials(url: str) -> None:
    token = service(url).by_client_credentials()
    assert token.expires_at is not None
    assert token.scopes == tuple(sorted(ALL_SCOPES))
    told = Client(endpoint(url), token).execute(documents.load("shop_and_scopes"))
    assert told["shop"]["name"] == "Demo Store"


def test_by_code_and_refresh_token(url: str, world: World) -> None:
    tokens = service(url)
    first = tokens.by_code(world.access.give_code("sandbox-key", timedelta(minutes=1)))
    second = tokens.by_refresh_token(first.refresh_token)
    client = Client(endpoint(url), second)
    assert client.execute(documents.load("shop_and_scopes"))["shop"]["name"] == "Demo Store"
    # The new token was used: only its own refresh token is left.
    with pytest.raises(Unauthorized):
        tokens.by_refresh_token(first.refresh_token)
    assert tokens.by_refresh_token("", second.refresh_token).access_token != second.access_token


def test_wrong_keys(url: str) -> None:
    with pytest.raises(Unauthorized):
        service(url, "wrong").by_client_credentials()


def test_a_token_that_ran_out_is_renewed_once(url: str, world: World) -> None:
    tokens = service(url)
    first = tokens.by_client_credentials()
    world.store.clock.advance(86400)
    renewed: list[Token] = []

    def renew(old: str) -> Token:
        renewed.append(tokens.by_client_credentials())
        return renewed[-1]

    client = Client(endpoint(url), first, renew=renew)
    assert client.execute(documents.load("shop_and_scopes"))["shop"]["name"] == "Demo Store"
    assert len(renewed) == 1
    with pytest.raises(Unauthorized):
        Client(endpoint(url), first).execute(documents.load("shop_and_scopes"))


def test_versions(url: str) -> None:
    with pytest.raises(VersionFellForward) as old:
        Client(endpoint(url, version="2026-01"), "shpat_sandbox").execute(documents.load("shop_and_scopes"))
    assert (old.value.asked, old.value.answered) == ("2026-01", "2026-10")
    with pytest.raises(NotFound):
        Client(endpoint(url, version="2031-01"), "shpat_sandbox").execute(documents.load("shop_and_scopes"))


def test_a_missing_scope_names_itself(url: str, world: World) -> None:
    world.access.change_app(scopes=ALL_SCOPES - {"read_locations", "write_locations"})
    with pytest.raises(AccessDenied) as denied:
        Client(endpoint(url), "shpat_sandbox").execute(documents.load("locations"), {"first": 5})
    assert denied.value.required_access == "`read_locations` access scope."


def test_a_document_that_is_refused(url: str) -> None:
    document = documents.from_text("wrong", "query Wrong { shop { prise } }")
    with pytest.raises(InvalidDocument, match="Field 'prise' doesn't exist on type 'Shop'"):
        Client(endpoint(url), "shpat_sandbox").execute(document)


def test_it_waits_for_the_bucket_when_throttled(url: str, world: World) -> None:
    now, slept = [0.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    world.buckets = Buckets(lambda: now[0])
    world.buckets.drain("sandbox-key")
    client = Client(endpoint(url), "shpat_sandbox", clock=lambda: now[0], sleep=sleep)
    assert client.execute(documents.load("shop_and_scopes"))
    assert slept
