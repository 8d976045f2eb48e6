"""Orders that were refused are tried again alone, also when some of them have gone elsewhere meanwhile."""

from decimal import Decimal

import pytest

from integrations.shopify.bulk_load import pipeline
from jobs.audit import SYSTEM
from jobs.engine.run import Run
from jobs.handlers import windows
from jobs.models import JobRun
from jobs.services import retry_failed_records, retry_run
from oms.models import OrderHeader
from tests.orders.market import Market
from work.errors import Permanent

pytestmark = pytest.mark.django_db(transaction=True)
BULK, NEW = "initial_load.import_orders", "orders.new_orders"


def refused(market: Market, key: str, **parameters: str) -> JobRun:
    """A run that took in the first order and refused three, whose prices are mended since."""
    orders = [market.place((market.mug, 1)) for _ in range(4)]
    for price in ("-1.00", "1.00"):
        for order in orders[1:]:
            order.line_items[0].original_unit_price = Decimal(price)
            market.store.touch(order)
        market.pass_by()
        if price == "-1.00":
            run = market.run(key, **parameters)
            assert run.counters["failed"] == 3
    for record in run.failed_records.all():
        record.raw = record.raw.replace('"-1.0"', '"1.0"')
        record.save()
    return run


def states(run: JobRun) -> list[str]:
    return sorted(run.failed_records.values_list("state", flat=True))


def test_a_bulk_retry_that_died_loads_the_records_that_are_left(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = refused(market, BULK, status="any")

    def dies(work: object) -> None:
        raise Permanent("the disk is full")

    retry = retry_failed_records(run, SYSTEM)
    monkeypatch.setitem(pipeline._PHASES, "sorting", dies)  # type: ignore[arg-type]  # a dict it is
    assert market.attempt(retry).state == "dead" and retry.cursor["phase"] == "sorting"
    monkeypatch.undo()
    gone = run.failed_records.earliest("id")
    assert market.attempt(retry_failed_records(run, SYSTEM, [gone.pk])).counters["created"] == 1
    retry_run(retry.pk, SYSTEM)
    assert market.attempt(retry).state == "done"
    lines = sum(len(record.raw.splitlines()) for record in run.failed_records.exclude(pk=gone.pk))
    assert (retry.counters["read"], retry.counters["created"], retry.failed_records.count()) == (lines, 2, 0)
    assert states(run) == ["resolved"] * 3 and OrderHeader.objects.count() == 4


def test_a_bulk_retry_without_records_does_not_ask_for_everything(market: Market) -> None:
    run = refused(market, BULK, status="any")
    retry = retry_failed_records(run, SYSTEM)
    run.failed_records.all().delete()
    assert market.attempt(retry).state == "done" and retry.counters == {}
    assert OrderHeader.objects.count() == 1


def test_a_windows_retry_goes_on_behind_the_last_record(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    run = refused(market, NEW)
    retry = retry_failed_records(run, SYSTEM)
    store = windows._store

    def once(run: Run, *given: object) -> None:
        if run.counters["read"]:
            raise Permanent("the disk is full")
        store(run, *given)  # type: ignore[arg-type]  # what it is given

    monkeypatch.setattr(windows, "_store", once)
    assert market.attempt(retry).state == "dead" and retry.counters["read"] == 1
    monkeypatch.undo()
    gone = run.failed_records.earliest("id")
    market.attempt(retry_failed_records(run, SYSTEM, [gone.pk]))
    retry_run(retry.pk, SYSTEM)
    assert market.attempt(retry).state == "done" and retry.counters["read"] == 3
    assert states(run) == ["resolved"] * 3 and OrderHeader.objects.count() == 4
