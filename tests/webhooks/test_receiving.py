"""The receiver: what is kept of a delivery, and what is refused without a trace."""

import json
import time

import pytest
from django.db import OperationalError, connection
from django.test import Client

from integrations.models import ShopifyConnection
from jobs.models import State
from oms.models import Shop
from tests.receiver import Receiver
from tests.receiver import post as deliver
from tests.webhooks.support import DOMAIN, PREVIOUS, SECRET, finished, headers, thing
from webhooks import views
from webhooks.intake import writer
from webhooks.models import WebhookEvent

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("receiver")]


@pytest.fixture(autouse=True)
def woken(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    calls: list[int] = []
    monkeypatch.setattr(receiver.reception._waker, "ask", lambda: calls.append(1))
    return calls


def post(body: bytes, topic: str = "bulk_operations/finish", **more: str) -> int:
    return send(body, headers(body, topic, **more))


def send(body: bytes, told: dict[str, str]) -> int:
    return deliver(body, told).status_code


def test_a_signed_delivery_is_kept_as_it_came(shop: Shop, woken: list[int]) -> None:
    body = b'{ "admin_graphql_api_id":"gid:\\/\\/shopify\\/BulkOperation\\/1", "name" : "caf\xc3\xa9 \\u0026" }'
    assert post(body, webhook_id="w-1", event_id="e-1") == 200
    event = WebhookEvent.objects.get()
    assert (event.shop, event.topic, event.state) == (shop, "bulk_operations/finish", State.PENDING)
    assert bytes(event.body) == body and event.size == len(body)
    assert (event.webhook_id, event.event_id, event.api_version) == ("w-1", "e-1", "2026-10")
    assert event.triggered_at is not None and event.triggered_at.isoformat() == "2026-11-24T10:00:00.123456+00:00"
    assert event.headers["x-shopify-topic"] == "bulk_operations/finish"
    assert not any("hmac" in name for name in event.headers)
    assert woken == [1]


def test_both_families_of_headers_are_read(shop: Shop) -> None:
    assert post(finished(), prefix="shopify-") == 200
    assert WebhookEvent.objects.count() == 1


def test_the_previous_secret_is_good_too(shop: Shop) -> None:
    assert post(finished(1), secret=SECRET) == 200
    assert post(finished(2), secret=PREVIOUS) == 200
    assert post(finished(3), secret="of-nobody") == 401
    assert WebhookEvent.objects.count() == 2


def test_a_secret_changed_a_moment_ago_is_found(shop: Shop, receiver: Receiver) -> None:
    assert post(finished(1)) == 200
    known = ShopifyConnection.objects.get(shop=shop)
    known.client_secret = "brand-new"
    known.save()
    keyring = receiver.reception.keyring
    keyring._read_at = (keyring._read_at or 0) - 2
    assert post(finished(2), secret="brand-new") == 200


def test_a_database_that_was_started_again_is_found_again(shop: Shop, receiver: Receiver) -> None:
    """All connections of the receiver are cut off: that which writes and that which reads the secrets."""
    assert post(finished(1)) == 200
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    receiver.reception.keyring._read_at = 0
    assert [post(finished(number)) for number in (2, 3, 4)] == [200, 200, 200]
    assert WebhookEvent.objects.count() == 4


def test_unsigned_and_unknown_leave_no_trace(shop: Shop, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    body = finished()
    told = headers(body, "bulk_operations/finish")
    without = {name: value for name, value in told.items() if "Hmac" not in name}
    assert post(body, shop_domain="other.myshopify.com") == 401
    assert send(body, without) == 401
    assert send(body, told | {"X-Shopify-Hmac-Sha256": ""}) == 401
    assert send(body + b" ", told) == 401
    keyring, asked = receiver.reception.keyring, []
    keyring._read_at = time.monotonic()
    monkeypatch.setattr(keyring, "read", asked.append)
    monkeypatch.setattr(writer, "commit", asked.append)
    assert send(body, told | {"X-Shopify-Hmac-Sha256": "AAAA"}) == 401
    assert asked == [], "the database was asked"
    assert not WebhookEvent.objects.exists()


def test_the_same_delivery_again_is_one_row_and_wakes_nobody(shop: Shop, woken: list[int]) -> None:
    for _ in range(3):
        assert post(finished(), webhook_id="w-1", event_id="e-1") == 200
    assert post(finished(), webhook_id="w-2", event_id="e-1") == 200, "another subscription, the same event"
    assert WebhookEvent.objects.count() == 1
    assert woken == [1]


def test_the_same_ids_under_another_topic_are_another_event(shop: Shop) -> None:
    assert post(thing(1), "products/delete", webhook_id="w", event_id="e") == 200
    assert post(thing(1), "bulk_operations/finish", webhook_id="w", event_id="e") == 200
    assert WebhookEvent.objects.count() == 2


def test_without_an_id_the_body_is_the_id(shop: Shop) -> None:
    for number in (1, 1, 2):
        assert post(finished(number), webhook_id="", event_id="") == 200
    assert WebhookEvent.objects.count() == 2


def test_ids_too_long_stay_apart(shop: Shop) -> None:
    assert post(finished(), webhook_id="x" * 200 + "1", event_id="") == 200
    assert post(finished(), webhook_id="x" * 200 + "2", event_id="") == 200
    assert WebhookEvent.objects.count() == 2


def test_a_topic_nobody_deals_with_is_kept_ignored(shop: Shop) -> None:
    assert post(b"{}", "carts/update") == 200
    event = WebhookEvent.objects.get()
    assert event.state == State.IGNORED and event.finished_at is not None
    assert "topic" in event.error


def test_a_body_too_large_is_told_of_but_not_read(shop: Shop, settings: object) -> None:
    settings.WEBHOOK_BODY_LIMIT = 1000  # type: ignore[attr-defined]
    body = b'{"id":1}' + b" " * 1000
    assert post(body, "products/delete") == 413
    event = WebhookEvent.objects.get()
    assert (event.state, bytes(event.body), event.size) == (State.DEAD, b"", len(body))
    assert "1,008 bytes" in event.error
    assert post(body, "products/delete") == 413
    assert WebhookEvent.objects.count() == 1, "the next alert comes ten seconds later at the earliest"
    assert post(body, "products/delete", shop_domain="nobody.myshopify.com") == 413


def test_a_large_order_is_no_bad_request(shop: Shop) -> None:
    body = json.dumps({"id": 1, "note": "x" * 3_000_000}).encode()
    assert post(body, "products/delete") == 200


@pytest.mark.parametrize("method", ["get", "put", "delete", "head"])
def test_only_posts(shop: Shop, method: str) -> None:
    assert deliver(b"", {}, method).status_code == 405


def test_a_database_that_is_away_asks_to_come_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(rows: object) -> int:
        raise OperationalError("gone")

    monkeypatch.setattr(writer, "commit", away)
    body = finished()
    answer = deliver(body, headers(body, "bulk_operations/finish"))
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0


def test_one_flipped_bit_is_enough(shop: Shop) -> None:
    body = finished(7) * 3
    told = headers(body, "bulk_operations/finish")
    codes = set()
    for position in range(0, 200):
        place = position * len(body) // 200
        flipped = bytearray(body)
        flipped[place] ^= 1 << (position % 8)
        codes.add(send(bytes(flipped), told))
    assert codes == {401}
    assert not WebhookEvent.objects.exists()


def test_the_shops_domain_is_found_in_any_case(shop: Shop) -> None:
    assert post(finished(), shop_domain=DOMAIN.upper()) == 200


def test_the_console_says_where_deliveries_go(shop: Shop) -> None:
    """A proxy that sends them to the console loses none: Shopify comes again, and shows the sentence."""
    body = finished()
    told = headers(body, "bulk_operations/finish")
    answer = Client().post("/hooks/shopify/", body, content_type="application/json", headers=told)
    assert (answer.status_code, answer.content.decode()) == (421, views.SENTENCE)
    assert not WebhookEvent.objects.exists()
