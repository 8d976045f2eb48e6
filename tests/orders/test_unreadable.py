"""A record that can't be read fails alone: the rest of its page comes in, and the watermark moves."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from integrations.shopify.orders import fetch as orders
from integrations.shopify.products import fetch as products
from integrations.windows.models import Watermark
from jobs.audit import SYSTEM
from jobs.models import FailedRecord, JobRun
from jobs.services import retry_failed_records
from tests.equality.reading import gid
from tests.orders.market import Market
from tests.products.support import SYNC
from tests.sandbox import shops

pytestmark = pytest.mark.django_db(transaction=True)
Spoil = Callable[[dict[str, Any]], None]


def spoil(monkeypatch: pytest.MonkeyPatch, fetch: ModuleType, bad: str, how: Spoil) -> None:
    """Every answer tells of the object `bad` in a spoilt way."""

    def spoilt(ask: Callable[..., Any]) -> Callable[..., Any]:
        def answer(*arguments: Any) -> Any:
            told = ask(*arguments)
            for part in [told, *(part for part in told.values() if isinstance(part, dict))]:
                for node in [part, *part.get("nodes", ())]:
                    if node.get("id") == bad:
                        how(node)
            return told

        return answer

    for name in ("ask", "ask_for_one"):
        monkeypatch.setattr(fetch, name, spoilt(getattr(fetch, name)))


def without_moment(node: dict[str, Any]) -> None:
    node["createdAt"] = "some day"


def in_many_collections(node: dict[str, Any]) -> None:
    node["collections"]["pageInfo"] = {"hasNextPage": True, "endCursor": "x"}


def failed_again(run: JobRun, market: Market) -> str:
    """The state of the record that a retry meets spoilt still."""
    again = market.attempt(retry_failed_records(run, SYSTEM))
    assert (again.state, again.counters["failed"]) == ("done", 1)
    return str(run.failed_records.get().state)


@pytest.mark.parametrize("key", ["orders.new_orders", "orders.update_orders", "orders.returns"])
def test_an_order_among_others(market: Market, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    bad, _ = market.place(), market.place()
    market.pass_by()
    with monkeypatch.context() as patch:
        spoil(patch, orders, gid("Order", bad.id), without_moment)
        run = market.run(key)
        assert (run.counters["failed"], Watermark.objects.filter(job=key).count()) == (1, 1)
        record = FailedRecord.objects.get()
        assert (record.reference, record.reason) == (gid("Order", bad.id), "UNREADABLE")
        assert "createdAt" in record.message and f'"{record.reference}"' in record.raw
        assert failed_again(run, market) == "failed_again"
    if key == "orders.new_orders":
        assert run.counters["created"] == 1
        assert market.attempt(retry_failed_records(JobRun.objects.latest("id"), SYSTEM)).counters["created"] == 1


@pytest.mark.parametrize("how", [without_moment, in_many_collections])
def test_a_product_among_others(market: Market, monkeypatch: pytest.MonkeyPatch, how: Spoil) -> None:
    bad = gid("Product", market.small.product_id)
    market.pass_by()
    spoil(monkeypatch, products, bad, how)
    run = market.run(SYNC)
    assert Watermark.objects.filter(job=SYNC).exists()
    assert set(run.failed_records.values_list("reference", "reason")) == {(bad, "UNREADABLE")}
    assert run.counters["read"] > run.counters["failed"]


def refused(node: dict[str, Any]) -> None:
    for variant in node["variants"]["nodes"]:
        variant["price"] = "-1"


@pytest.mark.parametrize("how", [refused, without_moment])
def test_a_product_that_entered_a_collection(market: Market, monkeypatch: pytest.MonkeyPatch, how: Spoil) -> None:
    product = market.store.products[market.small.product_id]
    market.pass_by()
    shops.collection(market.store, "Summer", product)
    spoil(monkeypatch, products, gid("Product", product.id), how)
    preview, run = market.attempt(market.begin(SYNC, dry=True)), market.run(SYNC)
    assert dict(preview.counters) == dict(run.counters)
    assert set(run.failed_records.values_list("reference", flat=True)) == {gid("Product", product.id)}
    assert Watermark.objects.filter(job=SYNC).exists()
