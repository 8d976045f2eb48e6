"""The jobs that import orders by windows, against a store over HTTP."""

import pytest

from oms.models import OrderException, OrderHeader, OrderStatusHistory
from sandbox.rules.cancellation import cancel_order
from sandbox.rules.fulfillment import fulfil
from sandbox.rules.order_details import update_order
from sandbox.rules.order_edits import edit_order
from sandbox.rules.payment import pay
from sandbox.rules.refund_checks import Refunded
from sandbox.rules.refunds import refund
from sandbox.state.order_records import Order
from tests.orders.market import Market, line

SMALL = "LINEN-SHIRT-S"
pytestmark = pytest.mark.django_db(transaction=True)


def test_new_orders_come_in_whole_and_only_once(market: Market) -> None:
    market.place()
    market.place((market.medium, 3), pay="authorized", note="Ring", tags=["gift"])
    run = market.counts("orders.new_orders")
    assert (run["read"], run["created"]) == (2, 2)
    assert market.unequal() == []
    assert set(OrderHeader.objects.values_list("status", flat=True)) == {"ORDER_CREATED"}
    again = market.counts("orders.new_orders", buffer_time=120)
    assert (again["read"], again["unchanged"], again["created"]) == (2, 2, 0)


def test_test_orders_stay_out(market: Market) -> None:
    market.place(test=True)
    run = market.counts("orders.new_orders")
    assert (run["skipped"], OrderHeader.objects.count()) == (1, 0)


def test_updates_follow(market: Market) -> None:
    order = market.place(pay="pending")
    market.run("orders.new_orders")
    market.pass_by()
    pay(market.store, order)
    update_order(market.store, order, note="Leave it at the door", tags=["late"])
    edit_order(market.store, order, {line(order, SMALL).id: 5})
    run = market.counts("orders.update_orders")
    assert run["updated"] == 1
    assert market.unequal() == []
    assert market.units(order) == [
        (SMALL, 2, "CREATED"),
        ("MUG", 1, "CREATED"),
        (SMALL, 3, "CREATED"),
    ]


def test_an_order_that_nobody_told_of_is_imported_by_the_updates(market: Market) -> None:
    market.place()
    assert market.counts("orders.update_orders")["created"] == 1
    assert market.unequal() == []


def test_cancelled_orders(market: Market) -> None:
    kept, gone = market.place(), market.place()
    market.run("orders.new_orders")
    market.pass_by()
    cancel_order(market.store, gone, reason="FRAUD", restock=True, refund=True)
    update_order(market.store, kept, note="not cancelled")
    run = market.counts("orders.cancelled_orders")
    assert (run["read"], run["updated"]) == (1, 1)
    assert market.ours(gone).status == "ORDER_CANCELLED" and market.ours(gone).cancel_reason == "FRAUD"
    assert {status for _, _, status in market.units(gone)} == {"CANCELLED"}
    assert market.ours(kept).status == "ORDER_CREATED"
    market.run("orders.update_orders")
    assert market.unequal() == []


def test_an_unknown_cancelled_order_is_imported_cancelled(market: Market) -> None:
    order = market.place()
    cancel_order(market.store, order, reason="OTHER", restock=True, refund=True)
    assert market.counts("orders.cancelled_orders")["created"] == 1
    assert market.ours(order).status == "ORDER_CANCELLED"
    assert market.unequal() == []


def test_cancelled_items_cancel_exactly_the_missing_units(market: Market) -> None:
    order, other = market.place((market.small, 5), (market.mug, 1)), market.place()
    market.run("orders.new_orders")
    market.pass_by()
    refund(market.store, order, [Refunded(line=line(order, SMALL), quantity=2, restock_type="CANCEL")])
    update_order(market.store, other, note="nothing was taken away")
    run = market.counts("orders.cancelled_items")
    assert (run["read"], run["updated"]) == (2, 1)
    assert market.units(order) == [
        (SMALL, 3, "CREATED"),
        ("MUG", 1, "CREATED"),
        (SMALL, 2, "CANCELLED"),
    ]
    assert market.ours(order).status == "ORDER_CREATED"
    told = OrderStatusHistory.objects.get(order=market.ours(order), item__isnull=False)
    assert (told.to_status, told.actor) == ("ITEM_CANCELLED", "orders.cancelled_items")


def test_the_last_open_unit_takes_the_order_with_it(market: Market) -> None:
    order = market.place((market.mug, 2))
    market.run("orders.new_orders")
    market.pass_by()
    edit_order(market.store, order, {line(order, "MUG").id: 0})
    market.run("orders.cancelled_items")
    assert market.ours(order).status == "ORDER_CANCELLED"
    assert market.unequal() == []


def with_the_mug_sent(market: Market) -> Order:
    order = market.place()
    market.run("orders.new_orders")
    market.pass_by()
    work = order.fulfillment_orders[0]
    mug = next(part.id for part in work.lines if part.line_item_id == line(order, "MUG").id)
    fulfil(market.store, order, [(work, {mug: 1})])
    return order


def test_what_was_shipped_stays_completed(market: Market) -> None:
    order = with_the_mug_sent(market)
    refund(market.store, order, [Refunded(line=line(order, SMALL), quantity=2, restock_type="CANCEL")])
    market.run("orders.update_orders")
    assert market.units(order) == [(SMALL, 2, "CANCELLED"), ("MUG", 1, "COMPLETED")]
    assert market.ours(order).status == "ORDER_COMPLETED"
    assert market.unequal() == []
    assert not OrderException.objects.filter(kind="CANCELLED_AFTER_SHIPMENT").exists()


def test_an_order_cancelled_after_units_had_left_is_an_exception(market: Market) -> None:
    """The shop cancels only what has nothing on its way: what had left was given back without coming back."""
    order = with_the_mug_sent(market)
    refund(market.store, order, [Refunded(line=line(order, "MUG"), quantity=1, restock_type="NO_RESTOCK")])
    market.run("orders.update_orders")
    market.pass_by()
    cancel_order(market.store, order, reason="CUSTOMER", restock=True, refund=True)
    market.run("orders.cancelled_orders")
    assert market.units(order) == [(SMALL, 2, "CANCELLED"), ("MUG", 1, "COMPLETED")]
    assert market.ours(order).status == "ORDER_COMPLETED"
    told = OrderException.objects.get(order=market.ours(order), resolved_at=None)
    assert told.kind == "CANCELLED_AFTER_SHIPMENT"
    assert market.unequal() == []
