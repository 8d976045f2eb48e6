"""Rows as they are written: copied when all are new, and looked at one by one when not."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection
from pytest_django import DjangoDbBlocker

from jobs.models import State
from oms.models import Shop
from webhooks.intake.insert import Row
from webhooks.intake.writer import Unwritten, commit, write_all
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db
MOMENT = datetime(1999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)


def row(shop: Shop, number: int, body: bytes = b"{}") -> Row:
    return Row(
        shop_id=shop.pk,
        topic="products/delete",
        lane=f"product:{number}",
        webhook_id=f"w-{number}",
        event_id=f"e-{number}",
        triggered_at=MOMENT,
        api_version="2026-10",
        headers='{"x-shopify-topic": "products/delete", "x-shopify-name": "café"}',
        body=body,
        size=len(body),
        digest=hashlib.sha256(body).digest(),
    )


@pytest.mark.django_db(transaction=True)
def test_a_connection_cut_off_while_it_was_made_loses_nothing(shop: Shop, django_db_blocker: DjangoDbBlocker) -> None:
    """It is there, and commits nothing of its own: what was written over it went away, after a 200."""

    def deliver() -> list[object]:
        with django_db_blocker.block(), pytest.raises(RuntimeError, match="not allowed"):
            connection.connect()
        assert connection.connection is not None
        try:
            return write_all([row(shop, 1)], lambda: None)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        assert other.submit(deliver).result() == [None]
    assert WebhookEvent.objects.count() == 1


@pytest.mark.parametrize("body", [b"", b'{"id":1}', bytes(range(256)) * 300, b"\\x00'\n\t\\.\n", "é\u202e".encode()])
def test_every_byte_is_kept(shop: Shop, body: bytes) -> None:
    assert commit([row(shop, 1, body)]) == 1
    event = WebhookEvent.objects.get()
    assert bytes(event.body) == body
    assert bytes(event.digest) == hashlib.sha256(body).digest()
    assert event.headers == {"x-shopify-topic": "products/delete", "x-shopify-name": "café"}
    assert (event.triggered_at, event.size, event.state) == (MOMENT, len(body), State.PENDING)
    assert (event.topic, event.lane, event.webhook_id, event.event_id, event.api_version) == (
        "products/delete",
        "product:1",
        "w-1",
        "e-1",
        "2026-10",
    )


def test_no_moment_is_no_moment(shop: Shop) -> None:
    commit([row(shop, 1)._replace(triggered_at=None)])
    assert WebhookEvent.objects.get().triggered_at is None


def test_those_that_are_there_do_not_keep_the_others_out(shop: Shop) -> None:
    assert commit([row(shop, number) for number in range(3)]) == 3
    assert commit([row(shop, number) for number in range(5)]) == 2
    assert commit([row(shop, 9), row(shop, 9)]) == 1, "twice in one batch"
    assert WebhookEvent.objects.count() == 6


def test_one_that_ends_at_once_comes_along_with_others(shop: Shop) -> None:
    refused = row(shop, 2)._replace(state=State.IGNORED.value, error="Nothing here deals with this topic")
    assert commit([row(shop, 1), refused]) == 2
    event = WebhookEvent.objects.get(state=State.IGNORED)
    assert event.finished_at is not None and event.error


def test_a_row_that_is_refused_takes_no_other_along(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    from webhooks.intake import writer

    def picky(rows: list[Row]) -> int:
        if any(one.webhook_id == "w-1" for one in rows):
            raise IntegrityError("no such shop")
        return commit(rows)

    monkeypatch.setattr(writer, "commit", picky)
    woken: list[int] = []
    outcomes = write_all([row(shop, number) for number in range(3)], lambda: woken.append(1))
    assert [isinstance(outcome, Unwritten) for outcome in outcomes] == [False, True, False]
    assert woken == [1, 1] and WebhookEvent.objects.count() == 2
