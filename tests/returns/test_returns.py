"""Returns and refunds of the store, over HTTP, by the job."""

from decimal import Decimal

import pytest

from integrations.windows.models import Watermark
from jobs.models import FailedRecord
from oms.models import (
    InventoryDetail,
    InventoryLevel,
    OrderAdjustment,
    OrderItem,
    ProductStore,
    ReturnHeader,
    ReturnItem,
)
from oms.returns.restock import NotDamageable, log_damaged
from sandbox.rules.cancellation import cancel_order
from sandbox.rules.refunds import refund
from sandbox.rules.returns import approve_return, cancel_return, close_return, decline_return, reopen_return
from tests.orders.market import Market
from tests.returns.goods import SMALL, arrived, paid_back, refunded, requested, shipped

pytestmark = pytest.mark.django_db(transaction=True)
RETURNS = "orders.returns"


def items() -> list[tuple[int, str, str]]:
    return list(ReturnItem.objects.order_by("id").values_list("quantity", "restock_type", "restock_status"))


def levels() -> list[tuple[int, int]]:
    return list(InventoryLevel.objects.values_list("qoh", "atp"))


def test_a_refund_with_restock_puts_the_units_in_stock_once(market: Market) -> None:
    order = shipped(market)
    refunded(market, order, 1, "RETURN", next(iter(market.store.locations)))
    run = market.counts(RETURNS)
    assert (run["created"], run["returns_created"]) == (1, 1)
    assert items() == [(1, "RETURN", "RESTOCKED")]
    assert levels() == [(1, 1)]
    header = ReturnHeader.objects.get()
    assert (header.status, header.refunded, header.order.name) == ("RETURN_COMPLETED", Decimal("40.00"), order.name)
    again = market.counts(RETURNS, buffer_time=120)
    assert (again["returns_unchanged"], levels()) == (1, [(1, 1)])
    assert market.unequal() == []


def test_only_the_returns_of_the_order_that_is_asked_for(market: Market) -> None:
    wanted, other = shipped(market), shipped(market)
    for order in (wanted, other):
        refunded(market, order, 1, "RETURN", next(iter(market.store.locations)))
    run = market.counts(RETURNS, order_id=wanted.name, frequency=1)
    assert (run["read"], run["created"], run["returns_created"]) == (1, 1, 1)
    again = market.counts(RETURNS, order_id=wanted.id, frequency=1)
    assert (again["read"], again["unchanged"], again["returns_unchanged"]) == (1, 1, 1)
    assert [header.order.name for header in ReturnHeader.objects.all()] == [wanted.name]
    assert not Watermark.objects.exists(), "the next run of the window misses nothing"


def test_no_restock_moves_no_stock(market: Market) -> None:
    order = shipped(market)
    refunded(market, order, 2, "NO_RESTOCK")
    market.run(RETURNS)
    assert (items(), levels()) == ([(2, "NO_RESTOCK", "NO_RESTOCK")], [])


def test_units_that_never_left_are_cancelled_items_and_no_return(market: Market) -> None:
    order = market.place((market.small, 5))
    market.pass_by()
    refunded(market, order, 1, "CANCEL")
    refunded(market, order, 1, "NO_RESTOCK")
    market.run(RETURNS)
    assert not ReturnHeader.objects.exists()
    assert market.units(order) == [(SMALL, 3, "CREATED"), (SMALL, 2, "CANCELLED")]


def test_a_cancelled_order_has_no_returns(market: Market) -> None:
    cancel_order(market.store, market.place(), reason="CUSTOMER", restock=False, refund=True)
    market.run(RETURNS)
    assert not ReturnHeader.objects.exists() and not OrderAdjustment.objects.filter(kind="APPEASEMENT").exists()


def test_money_without_units_is_an_appeasement_and_stays_one(market: Market) -> None:
    order = shipped(market)
    refund(market.store, order, amount=Decimal("7.50"))
    assert market.counts(RETURNS)["appeasements"] == 1
    kept = OrderAdjustment.objects.get(kind="APPEASEMENT")
    assert (kept.amount, kept.order.name) == (Decimal("-7.50"), order.name)
    market.pass_by()
    refund(market.store, order, amount=Decimal("2.50"))
    market.run("orders.update_orders")
    assert OrderAdjustment.objects.filter(kind="APPEASEMENT").count() == 1
    assert [market.counts(RETURNS, buffer_time=120)["appeasements"] for _ in range(2)] == [1, 0]
    told = OrderAdjustment.objects.filter(kind="APPEASEMENT").order_by("seq")
    assert list(told.values_list("amount", flat=True)) == [Decimal("-7.50"), Decimal("-2.50")]


def status(market: Market) -> str:
    """What the job makes of the only return."""
    market.run(RETURNS, buffer_time=120)
    market.pass_by()
    return ReturnHeader.objects.get().status.removeprefix("RETURN_")


def test_a_return_from_its_request_to_its_end(market: Market) -> None:
    order = shipped(market)
    given = requested(market, order)
    assert (status(market), ReturnHeader.objects.get().name) == ("REQUESTED", given.name)
    assert items() == [(2, "", "")]
    approve_return(market.store, order, given)
    assert status(market) == "ACCEPTED"
    arrived(market, order, given)
    assert (status(market), items(), levels()) == ("RECEIVED", [(2, "", "")], [])
    paid_back(market, order, given)
    assert (status(market), items(), levels()) == ("RECEIVED", [(2, "RETURN", "RESTOCKED")], [(2, 2)])
    close_return(market.store, order, given)
    assert status(market) == "COMPLETED"
    reopen_return(market.store, order, given)
    assert status(market) == "RECEIVED"
    close_return(market.store, order, given)
    assert status(market) == "COMPLETED"
    header, item = ReturnHeader.objects.get(), ReturnItem.objects.get()
    assert (header.refunded, item.reason) == (Decimal("80.00"), "DEFECTIVE")
    assert (items(), levels()) == ([(2, "RETURN", "RESTOCKED")], [(2, 2)])


def test_a_return_that_was_closed_with_nothing_back_waits_again_when_it_is_reopened(market: Market) -> None:
    order = shipped(market)
    given = requested(market, order)
    approve_return(market.store, order, given)
    close_return(market.store, order, given)
    assert status(market) == "COMPLETED"
    reopen_return(market.store, order, given)
    assert (status(market), items(), levels()) == ("ACCEPTED", [(2, "", "")], [])


@pytest.mark.parametrize("how", ["declined", "called off at once", "called off when accepted"])
def test_a_return_that_comes_to_nothing(market: Market, how: str) -> None:
    order = shipped(market)
    given = requested(market, order)
    if how == "called off when accepted":
        approve_return(market.store, order, given)
    assert status(market) == ("ACCEPTED" if how == "called off when accepted" else "REQUESTED")
    if how == "declined":
        decline_return(market.store, order, given, reason="FINAL_SALE", note="It was on sale")
    else:
        cancel_return(market.store, order, given)
    assert status(market) == "CANCELLED"
    assert (items(), levels()) == ([(2, "", "")], [])
    requested(market, order)
    market.run(RETURNS, buffer_time=120)
    told = ReturnHeader.objects.order_by("id").values_list("status", flat=True)
    assert list(told) == ["RETURN_CANCELLED", "RETURN_REQUESTED"]


def test_more_back_than_had_left_is_a_row_error(market: Market) -> None:
    order = shipped(market)
    market.run("orders.new_orders")
    OrderItem.objects.filter(sku=SMALL).update(status="ITEM_CANCELLED", part="OPEN")
    refunded(market, order, 2, "NO_RESTOCK")
    run = market.counts(RETURNS)
    assert (run["failed"], ReturnHeader.objects.count()) == (1, 0)
    record = FailedRecord.objects.get()
    assert record.reason == "RETURN_EXCEEDS_SHIPPED" and record.reference.endswith(str(order.id))


def test_damaged_units_leave_stock_again_and_the_ledger_shows_both(market: Market) -> None:
    order = shipped(market)
    refunded(market, order, 2, "RETURN", next(iter(market.store.locations)))
    market.run(RETURNS)
    item = ReturnItem.objects.get()
    log_damaged(item, actor="ada")
    told = list(InventoryDetail.objects.order_by("id").values_list("reason", "qoh_diff", "atp_diff", "note"))
    assert told == [("RETURN", 2, 2, ""), ("VARIANCE", -2, -2, "VAR_DAMAGED")]
    assert levels() == [(0, 0)]
    with pytest.raises(NotDamageable, match="already"):
        log_damaged(item, actor="ada")


def test_defective_units_are_damaged_by_themselves_when_the_store_says_so(market: Market) -> None:
    ProductStore.objects.update(auto_damage_on_defective=True)
    order = shipped(market)
    given = requested(market, order)
    approve_return(market.store, order, given)
    arrived(market, order, given)
    paid_back(market, order, given)
    market.run(RETURNS)
    assert list(InventoryDetail.objects.order_by("id").values_list("qoh_diff", flat=True)) == [2, -2]
    assert ReturnItem.objects.get().damaged_at is not None


def test_only_the_financial_status_asked_for(market: Market) -> None:
    order = shipped(market)
    refunded(market, order, 1, "NO_RESTOCK")
    assert market.counts(RETURNS, financial_status="refunded")["read"] == 0
    assert market.counts(RETURNS, financial_status="partially_refunded", buffer_time=120)["returns_created"] == 1


def test_what_a_refused_neighbour_made_it_do_again_is_told_once(market: Market) -> None:
    orders = [shipped(market) for _ in range(3)]
    for order in orders:
        refunded(market, order, 1, "RETURN", next(iter(market.store.locations)))
    orders[2].line_items[0].original_unit_price = Decimal("-1.00")
    market.store.touch(orders[2])
    market.pass_by()
    preview = market.attempt(market.begin(RETURNS, dry=True))
    run = market.run(RETURNS)
    assert dict(run.counters) == dict(preview.counters)
    assert (run.counters["created"], run.counters["returns_created"], run.counters["failed"]) == (2, 2, 1)
    told = sorted(run.changes.filter(kind="order").values_list("reference", flat=True))
    assert told == sorted(order.name for order in orders[:2])
