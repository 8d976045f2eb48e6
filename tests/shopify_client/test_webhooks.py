"""Only a body that Shopify signed counts as Shopify's."""

from __future__ import annotations

import json
import random

import pytest

from shopify_client.webhooks import delivery, sign, verify

SECRET = "hush"
BODY = b'{"id":820982911946154508,"note":"caf\xc3\xa9 \\u0026 cr\\/eme","price":"10.00"}'
# base64(HMAC-SHA256("hush", BODY)), computed with `openssl dgst -sha256 -hmac hush -binary | base64`.
SIGNATURE = "hCC6DToo3ghnB98QG6d4OyDvaGAIJB5+YsIvChreJKI="


def test_a_known_signature() -> None:
    assert sign(BODY, SECRET) == SIGNATURE
    assert verify(BODY, SIGNATURE, [SECRET])


def test_every_flipped_bit_is_refused() -> None:
    dice = random.Random(200)
    places = dice.sample(range(len(BODY) * 8), 200)
    for place in places:
        flipped = bytearray(BODY)
        flipped[place // 8] ^= 1 << place % 8
        assert not verify(bytes(flipped), SIGNATURE, [SECRET])
    for place in range(len(SIGNATURE) * 8):
        header = bytearray(SIGNATURE.encode())
        header[place // 8] ^= 1 << place % 8
        assert not verify(BODY, header.decode("latin-1"), [SECRET])


def test_a_body_written_again_is_refused() -> None:
    assert not verify(json.dumps(json.loads(BODY)).encode(), SIGNATURE, [SECRET])


@pytest.mark.parametrize("header", [None, "", " ", "é", "AAAA", SIGNATURE + " ", SIGNATURE.rstrip("="), "\udcff"])
def test_absent_and_odd_headers_are_refused(header: str | None) -> None:
    assert not verify(BODY, header, [SECRET])


def test_the_secret_before_counts_until_it_is_forgotten() -> None:
    assert verify(BODY, SIGNATURE, ["newer", SECRET])
    assert verify(BODY, SIGNATURE, [SECRET, ""])
    assert not verify(BODY, SIGNATURE, ["newer"])
    assert not verify(BODY, SIGNATURE, [])


def test_an_empty_secret_opens_nothing() -> None:
    assert not verify(BODY, sign(BODY, ""), ["", ""])


def test_both_families_of_headers() -> None:
    old = delivery(
        {
            "X-Shopify-Topic": "orders/create",
            "X-SHOPIFY-HMAC-SHA256": "sig",
            "x-shopify-shop-domain": "a.myshopify.com",
            "X-Shopify-Webhook-Id": "w",
            "X-Shopify-Event-Id": "e",
            "X-Shopify-Triggered-At": "2026-11-23T00:00:00Z",
            "X-Shopify-API-Version": "2026-10",
        }
    )
    new = delivery(
        {
            "shopify-topic": "orders/create",
            "Shopify-Hmac-Sha256": "sig",
            "shopify-shop-domain": "a.myshopify.com",
            "shopify-webhook-id": "w",
            "shopify-event-id": "e",
            "shopify-triggered-at": "2026-11-23T00:00:00Z",
            "shopify-api-version": "2026-10",
        }
    )
    assert old == new
    assert (old.topic, old.signature, old.webhook_id, old.event_id) == ("orders/create", "sig", "w", "e")
    assert delivery({}).signature == ""
