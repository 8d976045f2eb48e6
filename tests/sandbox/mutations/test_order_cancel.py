"""orderCancel: a Job first, the cancellation later; and when it is refused."""

import time

import pytest

from sandbox.rules import fulfillment, returns
from sandbox.rules.return_lines import ReturnWish
from sandbox.state.records import Order
from sandbox.state.store import Store
from tests.sandbox.mutations.conftest import Shop

ORIGINAL = {"originalPaymentMethodsRefund": True}


def wanted(order: Order, **changes: object) -> dict[str, object]:
    return {"orderId": order.gid, "reason": "CUSTOMER", "restock": True, "refundMethod": ORIGINAL} | changes


def test_the_job_is_done_a_little_later(shop: Shop, store: Store, order: Order) -> None:
    on_hand = sum(level.on_hand for level in store.levels.values())
    job = shop.done("order_cancel", **wanted(order, staffNote="changed their mind"))["job"]
    assert job["done"] is False
    assert shop.order(order.gid)["cancelledAt"] is None
    store.clock.advance(1)
    assert shop.ask("job", id=job["id"]) == {"id": job["id"], "done": True}
    found = shop.order(order.gid)
    assert (found["cancelReason"], found["closed"]) == ("CUSTOMER", True)
    assert found["displayFinancialStatus"] == "REFUNDED"
    assert found["currentTotalPriceSet"]["shopMoney"]["amount"] == "0.0"
    assert order.cancel_staff_note == "changed their mind"
    assert [line.restock_type for line in order.refunds[0].lines] == ["CANCEL", "CANCEL"]
    assert all(level.committed == 0 for level in store.levels.values())
    assert sum(level.on_hand for level in store.levels.values()) == on_hand


def test_without_refund_and_restock_money_and_goods_stay_away(shop: Shop, store: Store, order: Order) -> None:
    on_hand = sum(level.on_hand for level in store.levels.values())
    shop.done("order_cancel", **wanted(order, restock=False, refundMethod={"originalPaymentMethodsRefund": False}))
    store.clock.advance(1)
    found = shop.order(order.gid)
    assert found["cancelledAt"] is not None
    assert found["displayFinancialStatus"] == "PAID"
    assert sum(level.on_hand for level in store.levels.values()) == on_hand - 3


@pytest.mark.parametrize("refund", [True, False])
def test_refund_or_refund_method(shop: Shop, order: Order, refund: bool) -> None:
    text = """mutation($id: ID!, $refund: Boolean, $refundMethod: OrderCancelRefundMethodInput) {
      orderCancel(orderId: $id, reason: OTHER, restock: true, refund: $refund, refundMethod: $refundMethod) {
        job { id } orderCancelUserErrors { code message } userErrors { message } } }"""
    payload = shop.answer(text, id=order.gid, refund=refund, refundMethod=ORIGINAL)["data"]["orderCancel"]
    told = "Only one of the arguments `refund` or `refund_method` is allowed."
    assert payload == {
        "job": None,
        "orderCancelUserErrors": [{"code": "INVALID", "message": told}],
        "userErrors": [{"message": told}],
    }


def test_no_word_of_a_refund_is_no_refund(shop: Shop, store: Store, order: Order) -> None:
    shop.done("order_cancel", **wanted(order, refundMethod=None))
    store.clock.advance(1)
    found = shop.order(order.gid)
    assert found["displayFinancialStatus"] == "PAID"
    assert found["currentTotalPriceSet"]["shopMoney"]["amount"] == "0.0"


def test_a_long_staff_note(shop: Shop, order: Order) -> None:
    (error,) = shop.refused("order_cancel", **wanted(order, staffNote="x" * 256))
    assert error["message"] == "Staff note is too long. Maximum length is 255 characters."


def test_what_has_been_shipped_cannot_be_cancelled(shop: Shop, store: Store, order: Order) -> None:
    work = order.fulfillment_orders[0]
    made = fulfillment.fulfil(store, order, [(work, {work.lines[0].id: 1})])
    (error,) = shop.refused("order_cancel", **wanted(order))
    assert error["message"] == "Cannot cancel an order that has outstanding fulfillments"
    returns.create_return(store, order, [ReturnWish(fulfillment_line_id=made.lines[0].id, quantity=1)])
    assert shop.refused("order_cancel", **wanted(order))[0]["message"].startswith("Cannot cancel an order")


def test_an_open_return_or_a_closed_place_is_in_the_way(shop: Shop, store: Store, order: Order) -> None:
    next(iter(store.locations.values())).is_active = False
    (error,) = shop.refused("order_cancel", **wanted(order))
    assert "deactivated location" in error["message"]
    assert shop.done("order_cancel", **wanted(order, restock=False))["job"]


def test_only_once(shop: Shop, store: Store, order: Order) -> None:
    shop.done("order_cancel", **wanted(order))
    store.clock.advance(1)
    (error,) = shop.refused("order_cancel", **wanted(order))
    assert error["message"] == "Cannot cancel an order that has already been canceled"


def test_what_is_shipped_meanwhile_is_not_cancelled(shop: Shop, store: Store, order: Order) -> None:
    job = shop.done("order_cancel", **wanted(order))["job"]
    fulfillment.fulfil(store, order, [(order.fulfillment_orders[0], None)])
    store.clock.advance(1)
    assert shop.ask("job", id=job["id"])["done"] is True
    found = shop.order(order.gid)
    assert (found["cancelledAt"], found["displayFulfillmentStatus"]) == (None, "FULFILLED")


def test_an_unknown_order(shop: Shop) -> None:
    (error,) = shop.refused(
        "order_cancel", orderId="gid://shopify/Order/1", reason="OTHER", restock=True, refundMethod=ORIGINAL
    )
    assert error == {"code": "NOT_FOUND", "field": ["orderId"], "message": "Order does not exist"}


def test_it_happens_although_nobody_asks(shop: Shop, store: Store, order: Order) -> None:
    store.clock.stop_at(None)
    shop.done("order_cancel", **wanted(order))
    give_up = time.monotonic() + 60
    while order.cancelled_at is None and time.monotonic() < give_up:
        time.sleep(0.05)
    assert order.cancelled_at is not None
