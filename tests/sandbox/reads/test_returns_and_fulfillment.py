"""Returns, what became of the goods, and the work of shipping."""

import pytest

from sandbox.world import World
from tests.sandbox.reads.asking import data, ours, rich_store, the_order, world_of


@pytest.fixture
def world() -> World:
    return world_of(rich_store())


def test_returns_are_read_through_their_order_and_by_id(world: World) -> None:
    order = the_order(world.store)
    found = ours(world, "order_returns", id=order.gid)["order"]
    (returned,) = found["returns"]["nodes"]
    assert returned == ours(world, "return_by_id", id=order.returns[0].gid)["return"]
    assert (returned["name"], returned["status"], returned["totalQuantity"]) == ("#1001-R1", "OPEN", 1)
    assert returned["order"] == {"id": order.gid, "name": "#1001"}
    (line,) = returned["returnLineItems"]["nodes"]
    assert line["__typename"] == "ReturnLineItem"
    assert [line[name] for name in ("quantity", "processedQuantity", "unprocessedQuantity", "refundedQuantity")] == [
        1,
        1,
        0,
        1,
    ]
    assert line["returnReasonDefinition"] == {"handle": "too-small", "name": "Too small"}
    shipped = line["fulfillmentLineItem"]
    assert (shipped["id"], shipped["quantity"]) == (order.fulfillments[0].lines[0].gid, 2)
    assert shipped["lineItem"]["sku"] == "LINEN-SHIRT-S"


def test_what_became_of_the_goods(world: World) -> None:
    returned = ours(world, "return_by_id", id=the_order(world.store).returns[0].gid)["return"]
    (goods,) = returned["reverseFulfillmentOrders"]["nodes"]
    (line,) = goods["lineItems"]["nodes"]
    (disposition,) = line["dispositions"]
    assert (goods["status"], line["totalQuantity"]) == ("OPEN", 1)
    assert (disposition["type"], disposition["quantity"]) == ("RESTOCKED", 1)
    assert disposition["location"]["id"] == "gid://shopify/Location/70000000001"
    (refund,) = returned["refunds"]["nodes"]
    assert refund["id"] == the_order(world.store).refunds[0].gid


def test_a_return_that_is_not_there(world: World) -> None:
    assert ours(world, "return_by_id", id="gid://shopify/Return/1") == {"return": None}


def test_fulfillment_orders_of_an_order(world: World) -> None:
    order = the_order(world.store)
    (work,) = ours(world, "fulfillment_orders_of_order", id=order.gid)["order"]["fulfillmentOrders"]["nodes"]
    assert (work["status"], work["requestStatus"]) == ("ON_HOLD", "UNSUBMITTED")
    assert work["deliveryMethod"]["methodType"] == "SHIPPING"
    assert work["assignedLocation"]["name"] == "Main Warehouse"
    assert work["assignedLocation"]["location"]["legacyResourceId"] == "70000000001"
    (hold,) = work["fulfillmentHolds"]
    assert (hold["reason"], hold["handle"], hold["heldByRequestingApp"]) == ("OTHER", "stock", True)
    shirts, mug = work["lineItems"]["nodes"]
    assert (shirts["totalQuantity"], shirts["remainingQuantity"]) == (2, 0)
    assert (mug["totalQuantity"], mug["remainingQuantity"], mug["sku"]) == (1, 1, "MUG")
    assert mug["lineItem"]["id"] == order.line_items[1].gid
    assert mug["variant"]["id"] == "gid://shopify/ProductVariant/45000000000003"


@pytest.mark.parametrize(
    ("status", "can", "cannot"),
    [
        ("OPEN", {"CREATE_FULFILLMENT", "MOVE", "HOLD"}, {"RELEASE_HOLD"}),
        ("IN_PROGRESS", {"CREATE_FULFILLMENT"}, {"MOVE", "RELEASE_HOLD"}),
        ("SCHEDULED", {"MARK_AS_OPEN"}, {"CREATE_FULFILLMENT"}),
        ("ON_HOLD", {"RELEASE_HOLD"}, {"CREATE_FULFILLMENT"}),
        ("CLOSED", set(), {"CREATE_FULFILLMENT", "MOVE", "HOLD", "RELEASE_HOLD"}),
    ],
)
def test_what_may_be_done_depends_on_the_status(world: World, status: str, can: set[str], cannot: set[str]) -> None:
    order = the_order(world.store)
    order.fulfillment_orders[0].status = status
    (work,) = ours(world, "fulfillment_orders_of_order", id=order.gid)["order"]["fulfillmentOrders"]["nodes"]
    actions = {one["action"] for one in work["supportedActions"]}
    assert can <= actions
    assert not cannot & actions


def test_a_fulfillment(world: World) -> None:
    done = the_order(world.store).fulfillments[0]
    text = (
        "query($id:ID!){fulfillment(id:$id){legacyResourceId status displayStatus totalQuantity location{name}"
        " order{name} trackingInfo(first:1){number} fulfillmentLineItems(first:5){nodes{quantity lineItem{sku}}}}}"
    )
    found = data(world, text, id=done.gid)["fulfillment"]
    assert (found["legacyResourceId"], found["status"], found["totalQuantity"]) == (str(done.id), "SUCCESS", 2)
    assert (found["location"], found["order"]) == ({"name": "Main Warehouse"}, {"name": "#1001"})
    assert found["trackingInfo"] == [{"number": "1Z999AA10123456784"}]
    assert found["fulfillmentLineItems"]["nodes"] == [{"quantity": 2, "lineItem": {"sku": "LINEN-SHIRT-S"}}]


def test_open_fulfillment_orders_of_the_store(world: World) -> None:
    text = "query($closed:Boolean){fulfillmentOrders(first:5,includeClosed:$closed){nodes{id orderName}}}"
    work = the_order(world.store).fulfillment_orders[0]
    assert data(world, text)["fulfillmentOrders"]["nodes"] == [{"id": work.gid, "orderName": "#1001"}]
    work.status = "CLOSED"
    assert data(world, text)["fulfillmentOrders"]["nodes"] == []
    assert len(data(world, text, closed=True)["fulfillmentOrders"]["nodes"]) == 1
