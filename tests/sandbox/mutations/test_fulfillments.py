"""fulfillmentCreate and its tracking."""

from typing import Any

import pytest

from sandbox.rules import fulfillment_holds, fulfillment_moves
from sandbox.state.records import FulfillmentOrder, Order
from sandbox.state.store import Store
from tests.sandbox.mutations.conftest import Shop

TRACKING = {"company": "UPS", "number": "1Z1", "url": "https://ups.test/1Z1"}


def wanted(work: FulfillmentOrder, units: dict[int, int] | None = None, **more: Any) -> dict[str, Any]:
    entry: dict[str, Any] = {"fulfillmentOrderId": work.gid}
    if units is not None:
        lines = [{"id": work.lines[place].gid, "quantity": count} for place, count in units.items()]
        entry["fulfillmentOrderLineItems"] = lines
    return {"lineItemsByFulfillmentOrder": [entry], **more}


def test_a_part_then_the_rest(shop: Shop, store: Store, order: Order) -> None:
    (work,) = order.fulfillment_orders
    before = sum(level.on_hand for level in store.levels.values())
    first = shop.done("fulfillment_create", fulfillment=wanted(work, {0: 1}, trackingInfo=TRACKING))["fulfillment"]
    assert (first["status"], first["trackingInfo"]) == ("SUCCESS", [TRACKING])
    found = shop.ask("fulfillment_orders_of_order", id=order.gid)
    (told,) = found["fulfillmentOrders"]["nodes"]
    assert (found["displayFulfillmentStatus"], told["status"]) == ("PARTIALLY_FULFILLED", "IN_PROGRESS")
    assert [line["remainingQuantity"] for line in told["lineItems"]["nodes"]] == [1, 1]
    shop.done("fulfillment_create", fulfillment=wanted(work))
    assert (order.display_fulfillment_status, work.status) == ("FULFILLED", "CLOSED")
    assert sum(level.on_hand for level in store.levels.values()) == before - 3
    assert all(level.committed == 0 for level in store.levels.values())


@pytest.mark.parametrize("units", [{0: 3}, {0: 0}, {0: -1}])
def test_wrong_numbers_of_units(shop: Shop, order: Order, units: dict[int, int]) -> None:
    (error,) = shop.refused("fulfillment_create", fulfillment=wanted(order.fulfillment_orders[0], units))
    assert error["field"] == ["fulfillment"]
    assert order.fulfillments == []


def test_a_line_named_twice_counts_twice(shop: Shop, order: Order) -> None:
    (work,) = order.fulfillment_orders
    entry = wanted(work, {0: 2})
    entry["lineItemsByFulfillmentOrder"][0]["fulfillmentOrderLineItems"] *= 2
    (error,) = shop.refused("fulfillment_create", fulfillment=entry)
    assert error["message"] == "Invalid fulfillment order line item quantity requested."


def test_neither_what_is_held_nor_what_is_closed(shop: Shop, store: Store, order: Order) -> None:
    (work,) = order.fulfillment_orders
    fulfillment_holds.hold_fulfillment_order(store, order, work, reason="OTHER")
    (error,) = shop.refused("fulfillment_create", fulfillment=wanted(work))
    assert "unfulfillable status= on_hold" in error["message"]
    fulfillment_holds.release_holds(store, order, work)
    shop.done("fulfillment_create", fulfillment=wanted(work))
    (error,) = shop.refused("fulfillment_create", fulfillment=wanted(work))
    assert "unfulfillable status= closed" in error["message"]


def test_one_order_and_one_location(shop: Shop, store: Store, order: Order) -> None:
    work = order.fulfillment_orders[0]
    soho = list(store.locations.values())[1]
    moved = fulfillment_moves.move_fulfillment_order(store, order, work, soho, {work.lines[0].id: 1}).moved
    both = wanted(work)
    both["lineItemsByFulfillmentOrder"] += wanted(moved)["lineItemsByFulfillmentOrder"]
    (error,) = shop.refused("fulfillment_create", fulfillment=both)
    assert error["message"] == "All fulfillment orders must be assigned to the same location."


def test_an_unknown_fulfillment_order(shop: Shop) -> None:
    entry = {"lineItemsByFulfillmentOrder": [{"fulfillmentOrderId": "gid://shopify/FulfillmentOrder/1"}]}
    (error,) = shop.refused("fulfillment_create", fulfillment=entry)
    assert error == {"field": ["fulfillment"], "message": "Fulfillment order does not exist."}


def test_tracking_is_replaced(shop: Shop, order: Order) -> None:
    made = shop.done("fulfillment_create", fulfillment=wanted(order.fulfillment_orders[0]))["fulfillment"]
    before = order.updated_at
    told = shop.done("fulfillment_tracking_update", fulfillmentId=made["id"], tracking=TRACKING, notifyCustomer=True)
    assert told["fulfillment"]["trackingInfo"] == [TRACKING]
    assert order.updated_at > before
    (error,) = shop.refused(
        "fulfillment_tracking_update", fulfillmentId="gid://shopify/Fulfillment/1", tracking=TRACKING
    )
    assert error["field"] == ["fulfillmentId"]
