"""Moving, holding and releasing fulfillment orders."""

import pytest

from sandbox.state.records import Order
from sandbox.state.store import Store
from tests.sandbox.mutations.conftest import Shop


def test_a_whole_fulfillment_order_moves(shop: Shop, store: Store, order: Order) -> None:
    work, (main, soho) = order.fulfillment_orders[0], store.locations.values()
    mug = store.variants[work.lines[1].variant_id or 0]
    (error,) = shop.refused("fulfillment_order_move", id=work.gid, newLocationId=soho.gid)
    assert (error["message"], error["field"]) == ("Not stocked at the new location.", ["newLocationId"])
    item = store.inventory_items[mug.inventory_item_id]
    shop.done("inventory_activate", inventoryItemId=item.gid, locationId=soho.gid, available=4, key="a")
    payload = shop.done("fulfillment_order_move", id=work.gid, newLocationId=soho.gid)
    moved = payload["movedFulfillmentOrder"]
    assert (moved["id"], moved["assignedLocation"]["location"]["id"]) == (work.gid, soho.gid)
    assert payload["remainingFulfillmentOrder"] is None
    there, gone = store.level(item.id, soho.id), store.level(item.id, main.id)
    assert there is not None and gone is not None
    assert (there.available, there.committed, gone.committed) == (3, 1, 0)


def test_a_part_moves(shop: Shop, store: Store, order: Order) -> None:
    work, (_, soho) = order.fulfillment_orders[0], store.locations.values()
    lines = [{"id": work.lines[0].gid, "quantity": 1}]
    payload = shop.done("fulfillment_order_move", id=work.gid, newLocationId=soho.gid, lines=lines)
    assert payload["originalFulfillmentOrder"]["id"] == payload["remainingFulfillmentOrder"]["id"] == work.gid
    assert payload["movedFulfillmentOrder"]["id"] == order.fulfillment_orders[1].gid
    assert [part.remaining_quantity for part in work.lines] == [1, 1]
    too_many = [{"id": work.lines[0].gid, "quantity": 2}]
    (error,) = shop.refused("fulfillment_order_move", id=work.gid, newLocationId=soho.gid, lines=too_many)
    assert error["message"] == "Invalid fulfillment order line item quantity requested."


def test_held_and_released(shop: Shop, order: Order) -> None:
    (work,) = order.fulfillment_orders
    hold = {"reason": "INVENTORY_OUT_OF_STOCK", "reasonNotes": "pre-order", "handle": "pre-order"}
    payload = shop.done("fulfillment_order_hold", id=work.gid, hold=hold)
    assert payload["fulfillmentOrder"] == {"id": work.gid, "status": "ON_HOLD"}
    assert payload["remainingFulfillmentOrder"] is None
    (told,) = shop.ask("fulfillment_orders_of_order", id=order.gid)["fulfillmentOrders"]["nodes"]
    assert told["fulfillmentHolds"][0]["heldByRequestingApp"] is True
    (error,) = shop.refused("fulfillment_order_hold", id=work.gid, hold=hold)
    assert error["code"] == "DUPLICATE_FULFILLMENT_HOLD_HANDLE"
    second = shop.done("fulfillment_order_hold", id=work.gid, hold={**hold, "handle": "other"})["fulfillmentHold"]
    first = shop.done("fulfillment_order_release_hold", id=work.gid, holdIds=[second["id"]])
    assert first["fulfillmentOrder"]["status"] == "ON_HOLD"
    last = shop.done("fulfillment_order_release_hold", id=work.gid, holdIds=None)
    assert last["fulfillmentOrder"]["status"] == "OPEN"
    assert shop.refused("fulfillment_order_release_hold", id=work.gid, holdIds=None)


def test_ten_holds_and_no_more(shop: Shop, order: Order) -> None:
    (work,) = order.fulfillment_orders
    for number in range(10):
        shop.done("fulfillment_order_hold", id=work.gid, hold={"reason": "OTHER", "handle": f"h{number}"})
    (error,) = shop.refused("fulfillment_order_hold", id=work.gid, hold={"reason": "OTHER", "handle": "h10"})
    assert error["code"] == "FULFILLMENT_ORDER_HOLD_LIMIT_REACHED"


def test_only_some_units_are_held(shop: Shop, order: Order) -> None:
    (work,) = order.fulfillment_orders
    hold = {"reason": "OTHER", "fulfillmentOrderLineItems": [{"id": work.lines[0].gid, "quantity": 1}]}
    payload = shop.done("fulfillment_order_hold", id=work.gid, hold=hold)
    assert payload["remainingFulfillmentOrder"] == {"id": order.fulfillment_orders[1].gid, "status": "OPEN"}
    assert [part.remaining_quantity for part in work.lines] == [1, 0]
    assert [part.remaining_quantity for part in order.fulfillment_orders[1].lines] == [1, 1]


@pytest.mark.parametrize("name", ["fulfillment_order_hold", "fulfillment_order_release_hold"])
def test_an_unknown_one(shop: Shop, name: str) -> None:
    (error,) = shop.refused(name, id="gid://shopify/FulfillmentOrder/1", hold={"reason": "OTHER"})
    assert error["code"] == "FULFILLMENT_ORDER_NOT_FOUND"
