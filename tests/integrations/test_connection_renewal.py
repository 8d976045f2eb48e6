"""How a client gets its token: renewed once for all workers, never lost, and never sent to a foreign host."""

import json
import threading
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest
import responses
from django.core.management import CommandError, call_command
from django.db import connection as database
from django.db import transaction

from integrations import connections
from integrations.models import GrantType, ShopifyConnection
from jobs.models import AuditLog
from oms.models import Facility, Shop, ShopLocation
from shopify_client import documents
from shopify_client.errors import TransientError, Unauthorized
from tests.oms import factories

BASE = "https://demo-store.myshopify.com"
TOKEN_URL = f"{BASE}/admin/oauth/access_token"
GRAPHQL_URL = f"{BASE}/admin/api/2026-10/graphql.json"


def now() -> datetime:
    return datetime.now(UTC)


def stored(**values) -> ShopifyConnection:
    base = {"api_version": "2026-10", "client_id": "key", "client_secret": "secret"}
    return ShopifyConnection.objects.create(shop=factories.shop(), **{**base, **values})


def expiring(**values) -> ShopifyConnection:
    base = {"access_token": "old", "refresh_token": "r1", "grant_type": GrantType.REFRESH_TOKEN}
    return stored(**{**base, "expires_at": now() + timedelta(hours=1), **values})


def answers(*bodies, status=200) -> None:
    for body in bodies:
        responses.post(TOKEN_URL, json=body, status=status)


def asked(n: int = -1) -> dict:
    return {key: value[0] for key, value in parse_qs(responses.calls[n].request.body).items()}


@pytest.mark.django_db
class TestRenewal:
    @responses.activate
    def test_a_fresh_token_is_used_as_it_is(self):
        assert connections.current_token(expiring().pk) == "old"
        assert len(responses.calls) == 0

    @responses.activate
    def test_a_token_about_to_expire_is_renewed_before_use(self):
        answers({"access_token": "new", "expires_in": 3600, "refresh_token": "r2", "scope": "read_orders"})
        connection = expiring(expires_at=now() + timedelta(seconds=5))
        assert connections.current_token(connection.pk) == "new"
        assert asked() == {
            "client_id": "key",
            "client_secret": "secret",
            "grant_type": "refresh_token",
            "refresh_token": "r1",
        }
        connection.refresh_from_db()
        assert [getattr(connection, name).reveal() for name in ShopifyConnection.SECRETS[:3]] == ["new", "r2", "r1"]
        assert timedelta(minutes=59) < connection.expires_at - now() <= timedelta(minutes=60)
        assert connection.scopes == "read_orders"

    @responses.activate
    def test_the_refresh_token_before_opens_when_the_newer_one_does_not(self):
        answers({"error": "invalid_grant"}, status=400)
        answers({"access_token": "new", "expires_in": 3600, "refresh_token": "r3"})
        connection = expiring(refresh_token="r2", previous_refresh_token="r1")
        assert connections.renew(connection.pk, refused="old") == "new"
        assert [asked(0)["refresh_token"], asked(1)["refresh_token"]] == ["r2", "r1"]

    @responses.activate
    def test_client_credentials_get_the_first_token_too(self):
        answers({"access_token": "day", "expires_in": 86399, "scope": "read_orders"})
        connection = stored(grant_type=GrantType.CLIENT_CREDENTIALS)
        assert connections.current_token(connection.pk) == "day"
        assert asked()["grant_type"] == "client_credentials"

    @responses.activate
    def test_somebody_else_renewed_it(self):
        connection = expiring(access_token="newer")
        assert connections.renew(connection.pk, refused="old") == "newer"
        assert len(responses.calls) == 0

    @responses.activate
    def test_a_refusal_needs_attention_and_says_so_without_the_secret(self):
        answers({"error": "invalid_request"}, status=400)
        connection = expiring()
        with pytest.raises(Unauthorized) as error:
            connections.renew(connection.pk, refused="old")
        connection.refresh_from_db()
        assert connection.status == "NEEDS_ATTENTION"
        assert connection.message == str(error.value)
        assert "secret" not in connection.message
        assert connection.refresh_token.reveal() == "r1"

    @responses.activate
    def test_no_answer_changes_nothing(self):
        answers({}, status=503)
        connection = expiring()
        with pytest.raises(TransientError):
            connections.renew(connection.pk, refused="old")
        connection.refresh_from_db()
        assert (connection.status, connection.refresh_token.reveal()) == ("CONNECTED", "r1")

    @responses.activate
    def test_a_permanent_token_cannot_be_renewed(self):
        connection = stored(access_token="shpat_gone")
        with pytest.raises(Unauthorized, match="enter a new one"):
            connections.renew(connection.pk, refused="shpat_gone")
        connection.refresh_from_db()
        assert connection.status == "NEEDS_ATTENTION"

    @responses.activate
    def test_the_client_renews_after_a_401_and_goes_on(self):
        answers({"access_token": "new", "expires_in": 3600, "refresh_token": "r2"})
        tokens = []

        def graphql(request):
            tokens.append(request.headers["X-Shopify-Access-Token"])
            if tokens[-1] == "old":
                return 401, {}, json.dumps({"errors": "[API] Invalid API key or access token"})
            return 200, {"X-Shopify-API-Version": "2026-10"}, json.dumps({"data": {"job": None}})

        responses.add_callback(responses.POST, GRAPHQL_URL, graphql)
        client = connections.client_for(expiring().shop)
        assert client.execute(documents.load("job"), {"id": "gid://shopify/Job/1"}) == {"job": None}
        assert tokens == ["old", "new"]

    def test_a_shop_without_a_connection(self):
        with pytest.raises(connections.NotConnected):
            connections.client_for(factories.shop())
        connection = stored(access_token="t")
        Shop.objects.update(is_active=False)
        with pytest.raises(connections.NotConnected):
            connections.client_for(connection.shop)

    @pytest.mark.parametrize(
        ("domain", "base_url"),
        [
            ("demo-store.myshopify.com", "http://169.254.169.254"),
            ("demo-store.myshopify.com", "http://127.0.0.1:9292.evil.example"),
            ("demo-store.myshopify.com", "https://other.myshopify.com"),
            ("evil.example", ""),
            ("demo-store.myshopify.com.evil.example", ""),
            ("127.0.0.1", ""),
        ],
    )
    def test_a_token_goes_nowhere_else(self, domain, base_url, settings):
        settings.SANDBOX_URL = "http://127.0.0.1:9292"
        shop = factories.shop(domain)
        ShopifyConnection.objects.create(shop=shop, base_url=base_url, api_version="2026-10", access_token="t")
        with pytest.raises(ValueError, match=r"myshopify|neither"):
            connections.client_for(shop)

    def test_the_sandbox_store_is_allowed_where_the_installation_names_it(self, settings):
        settings.SANDBOX_URL = "http://127.0.0.1:9292"
        connection = stored(base_url="http://127.0.0.1:9292", access_token="t")
        assert connections.endpoint_for(connection).token_url.startswith("http://127.0.0.1:9292/")
        settings.SANDBOX_URL = ""
        with pytest.raises(ValueError, match="neither"):
            connections.endpoint_for(connection)


@pytest.mark.django_db(transaction=True)
def test_many_workers_renew_once():
    connection = expiring()
    seen: list[str] = []
    ready = threading.Barrier(4)

    def worker() -> None:
        try:
            ready.wait(240)
            seen.append(connections.renew(connection.pk, refused="old"))
        finally:
            database.close()

    with responses.RequestsMock() as mock:
        mock.post(TOKEN_URL, json={"access_token": "new", "expires_in": 3600, "refresh_token": "r2"})
        threads = [threading.Thread(target=worker) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(240)
        assert seen == ["new"] * 4
        assert len(mock.calls) == 1


@pytest.mark.django_db(transaction=True)
def test_a_renewal_that_a_rollback_could_lose_is_refused():
    connection = expiring()
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        connections.renew(connection.pk, refused="old")


ABOUT = {
    "shop": {"id": "gid://shopify/Shop/1", "name": "Demo", "currencyCode": "EUR", "ianaTimezone": "Europe/Rome"},
    "currentAppInstallation": {"accessScopes": [{"handle": "write_orders"}, {"handle": "read_products"}]},
}
PLACE = {"latitude": 45.46, "longitude": 9.19}


def location(n: int, **values) -> dict:
    base = {"id": f"gid://shopify/Location/{n}", "legacyResourceId": str(n), "name": f"Place {n}", "isActive": True}
    return {**base, "fulfillsOnlineOrders": True, "address": PLACE, **values}


def shopify(locations):
    def answer(request):
        body = json.loads(request.body)
        data = ABOUT
        if body["operationName"] == "Locations":
            page = {"hasNextPage": False, "endCursor": None}
            data = {"locations": {"nodes": locations, "pageInfo": page}}
        return 200, {"X-Shopify-API-Version": "2026-10"}, json.dumps({"data": data})

    responses.add_callback(responses.POST, GRAPHQL_URL, answer)


@pytest.mark.django_db
class TestConnectShop:
    ARGUMENTS = ("connect_shop", "--domain", "demo-store.myshopify.com", "--token", "shpat_1", "--client-secret", "s1")

    @responses.activate
    def test_it_creates_the_shop_and_its_facilities(self, capsys):
        nowhere = {"latitude": None, "longitude": None}
        shopify([location(1), location(2, isActive=False, address=nowhere)])
        call_command(*self.ARGUMENTS)
        assert capsys.readouterr().out == "Connected to Demo with 2 locations.\n"
        shop = Shop.objects.get()
        assert (shop.name, shop.currency, shop.time_zone) == ("Demo", "EUR", "Europe/Rome")
        assert shop.connection.access_token.reveal() == "shpat_1"
        assert shop.connection.scopes == "read_products,write_orders"
        assert AuditLog.objects.get().action == "connection.saved"
        one, two = Facility.objects.filter(code__startswith="PLACE_").order_by("code")
        assert (one.latitude, one.allow_brokering, two.latitude, two.allow_brokering) == (45.46, True, None, False)

    @responses.activate
    def test_again_keeps_what_the_operator_mapped(self):
        shopify([location(1)])
        call_command(*self.ARGUMENTS)
        mine = factories.facility("MILAN")
        ShopLocation.objects.update(facility=mine, name="old")
        call_command(*self.ARGUMENTS[:-1], "s2")
        assert ShopLocation.objects.get().facility == mine
        assert ShopLocation.objects.get().name == "Place 1"
        connection = ShopifyConnection.objects.get()
        assert (connection.client_secret.reveal(), connection.previous_client_secret.reveal()) == ("s2", "s1")

    @responses.activate
    def test_a_refused_token_is_a_sentence(self):
        responses.post(GRAPHQL_URL, status=401, json={"errors": "[API] Invalid API key or access token"})
        with pytest.raises(CommandError, match="did not let us in") as error:
            call_command(*self.ARGUMENTS)
        assert "shpat_1" not in str(error.value)
        assert ShopifyConnection.objects.get().status == "NEEDS_ATTENTION"

    def test_a_foreign_address_stores_nothing(self):
        with pytest.raises(CommandError, match="neither"):
            call_command(*self.ARGUMENTS, "--base-url", "http://10.0.0.1")
        with pytest.raises(CommandError, match="client secret"):
            call_command("connect_shop", "--domain", "demo-store.myshopify.com")
        assert not Shop.objects.exists()
