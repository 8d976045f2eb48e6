"""Which orders a run asks for: hold-back, overlap, watermark, pages, single orders, dry runs, records that fail."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from integrations.windows import Window, next_window, reached
from integrations.windows.models import Watermark
from jobs.audit import SYSTEM
from jobs.models import FailedRecord, JobRun
from jobs.services import InvalidParameters, retry_failed_records
from oms.models import OrderHeader
from shopify_client import documents
from tests.orders.market import BEHIND, Market
from tests.sandbox.graphql.asking import ask
from work import chaos_points

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "orders.new_orders"


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 25, hour, minute, tzinfo=UTC)


def window(market: Market, now: datetime) -> Window:
    minutes = timedelta(minutes=1)
    return next_window(market.shop, NEW, now, first=60 * minutes, overlap=6 * minutes, hold_back=5 * minutes)


def test_each_window_begins_where_the_last_good_run_began(market: Market) -> None:
    assert window(market, at(13, 0)) == Window(at(11, 54), at(12, 55), at(13, 0))
    reached(market.shop, NEW, window(market, at(13, 0)))
    assert window(market, at(13, 15)) == Window(at(12, 54), at(13, 10), at(13, 15))
    reached(market.shop, NEW, window(market, at(13, 15)))
    assert window(market, at(13, 30)) == Window(at(13, 9), at(13, 25), at(13, 30))
    reached(market.shop, NEW, Window(at(1, 0), at(1, 0), at(2, 0)))
    assert Watermark.objects.get(job=NEW).at == at(13, 15)


def test_what_is_too_young_waits_for_the_next_run(market: Market) -> None:
    market.pass_by(BEHIND / timedelta(minutes=1) - 2)
    market.place()
    assert market.counts(NEW)["read"] == 0
    assert market.counts(NEW, thru_date_buffer=0)["created"] == 1


def test_what_is_older_than_the_first_window_does_not_come(market: Market) -> None:
    market.place()
    assert market.counts(NEW, frequency=10)["read"] == 0


def test_the_watermark_moves_only_when_all_pages_are_in(market: Market) -> None:
    orders = [market.place((market.mug, 1)) for _ in range(3)]
    run = market.attempt(market.begin(NEW, limit=2))
    assert run.state == "done"
    first = Watermark.objects.get(job=NEW).at
    market.pass_by()
    orders += [market.place((market.mug, 1)) for _ in range(3)]
    run = market.begin(NEW, limit=2, buffer_time=120)
    market.world.faults.plant({"kind": "server_error", "after": 1, "times": None})
    market.attempt(run)
    assert (run.state, run.attempts) == ("pending", 1)
    assert Watermark.objects.get(job=NEW).at == first
    read = run.counters["read"]
    market.world.faults.clear()
    market.attempt(run)
    assert run.state == "done"
    assert read == 2 and run.counters["read"] == 6
    assert OrderHeader.objects.count() == len(orders)
    assert Watermark.objects.get(job=NEW).at > first


class Killed(BaseException):
    """In the place of SIGKILL: nothing in the product catches it."""


@pytest.mark.parametrize("point", ["before-commit:2", "after-chunk:2"])
def test_a_killed_run_goes_on_behind_its_last_page(market: Market, monkeypatch: pytest.MonkeyPatch, point: str) -> None:
    def kill(*_: object) -> None:
        raise Killed

    for _ in range(5):
        market.place((market.mug, 1))
    run = market.begin(NEW, limit=1)
    chaos_points._passed.clear()
    monkeypatch.setenv("CHAOS_POINT", point)
    monkeypatch.setattr(chaos_points.os, "kill", kill)
    with pytest.raises(Killed):
        market.attempt(run)
    monkeypatch.delenv("CHAOS_POINT")
    run.refresh_from_db()
    assert (run.state, run.counters["read"]) == ("running", 1 if point.startswith("before") else 2)
    JobRun.objects.filter(pk=run.pk).update(lease_until=at(0, 0))
    market.attempt(run)
    assert (run.state, run.counters["read"], run.counters["created"]) == ("done", 5, 5)
    assert market.unequal() == []


def test_a_record_that_is_refused_is_kept_and_retried_alone(market: Market) -> None:
    good, bad, last = (market.place((market.mug, 1)) for _ in range(3))
    bad.line_items[0].original_unit_price = Decimal("-1.00")
    market.store.touch(bad)
    run = market.run(NEW)
    assert (run.counters["created"], run.counters["failed"]) == (2, 1)
    record = FailedRecord.objects.get()
    assert (record.reference, record.reason) == (f"gid://shopify/Order/{bad.id}", "CONSTRAINT")
    assert "price" in record.message and f'"{record.reference}"' in record.raw
    bad.line_items[0].original_unit_price = Decimal("1.00")
    market.store.touch(bad)
    market.place((market.mug, 1))
    again = market.attempt(retry_failed_records(run, SYSTEM))
    assert (again.state, again.counters["read"], again.counters["created"]) == ("done", 1, 1)
    record.refresh_from_db()
    assert record.state == "resolved"
    assert {market.ours(order).name for order in (good, bad, last)} == {good.name, bad.name, last.name}
    assert OrderHeader.objects.count() == 3


def test_one_order_by_its_id_whatever_the_window(market: Market) -> None:
    order, _ = market.place(), market.place()
    counts = market.counts(NEW, order_id=order.id, frequency=1)
    assert (counts["read"], counts["created"]) == (1, 1)
    assert not Watermark.objects.exists()
    run = market.attempt(market.begin(NEW, order_id=999))
    assert (run.state, run.error) == ("dead", "The shop has no Order/999")


@pytest.mark.parametrize("typed", ["#{}", "{}", " #{} "])
def test_one_order_by_its_name_whether_it_has_come_or_not(market: Market, typed: str) -> None:
    order, _ = market.place(), market.place()
    name = typed.format(order.name.lstrip("#"))
    counts = market.counts(NEW, order_id=name, frequency=1)
    assert (counts["read"], counts["created"]) == (1, 1)
    again = market.counts("orders.update_orders", order_id=name, frequency=1)
    assert (again["read"], again["unchanged"]) == (1, 1)
    assert [one.name for one in OrderHeader.objects.all()] == [order.name]


def test_a_name_that_is_not_one_orders_is_refused(market: Market) -> None:
    for _ in range(2):
        market.place()
    assert market.counts(NEW)["created"] == 2
    run = market.attempt(market.begin(NEW, order_id="#999"))
    assert (run.state, run.error) == ("dead", "There is no order #999")
    OrderHeader.objects.update(name="#77")
    run = market.attempt(market.begin(NEW, order_id="#77"))
    assert run.state == "dead" and run.error.startswith("More than one order is called #77")
    for nothing in ("#", " # "):
        with pytest.raises(InvalidParameters, match="more than a sign"):
            market.begin(NEW, order_id=nothing)


def test_a_dry_run_says_what_the_real_run_does(market: Market) -> None:
    market.place()
    market.place((market.mug, 3))
    dry = market.attempt(market.begin(NEW, dry=True))
    assert (dry.state, OrderHeader.objects.count(), Watermark.objects.count()) == ("done", 0, 0)
    real = market.run(NEW)
    assert dry.counters == real.counters
    said, done = ([(one.reference, one.action) for one in run.changes.order_by("id")] for run in (dry, real))
    assert said == done and len(done) == 2


def test_texts_that_a_database_refuses_are_mended(market: Market) -> None:
    order = market.place()
    half = market.place()
    order.note, half.note = "before\x00after", "half a smile \ud83d here"
    market.store.touch(half)
    assert market.counts(NEW)["created"] == 2
    assert market.ours(order).note == "beforeafter"
    assert market.ours(half).note == "half a smile \ufffd here"


def test_the_largest_page_costs_less_than_one_query_may(market: Market) -> None:
    text = documents.load("orders_since").text
    asked = {"query": "", "first": 50, "after": None, "sortKey": "CREATED_AT", "lineItems": 25}
    assert ask(market.world, text, asked)["extensions"]["cost"]["requestedQueryCost"] <= 1000


def test_orders_with_more_lines_and_works_than_a_page_holds(market: Market) -> None:
    order = market.place(*[(market.mug, 1)] * 40)
    market.run(NEW)
    assert len(market.units(order)) == 40
    assert market.unequal() == []
