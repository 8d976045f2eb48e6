"""Single items are cancelled by an order edit: begin, set quantity, commit."""

from typing import Any

from sandbox.rules import fulfillment
from sandbox.state.records import Order
from sandbox.state.store import Store
from tests.sandbox.mutations.conftest import Shop


def begun(shop: Shop, order: Order) -> Any:
    return shop.done("order_edit_begin", id=order.gid)["calculatedOrder"]


def test_units_are_taken_off(shop: Shop, store: Store, order: Order) -> None:
    heard: list[Any] = []
    store.listeners.append(lambda topic, record, extra: heard.append((topic, extra)))
    edit = begun(shop, order)
    line = edit["lineItems"]["nodes"][0]
    assert line["id"].startswith("gid://shopify/CalculatedLineItem/")
    assert (line["quantity"], line["editableQuantity"]) == (2, 2)
    staged = shop.done("order_edit_set_quantity", id=edit["id"], lineItemId=line["id"], quantity=1, restock=True)
    assert staged["calculatedLineItem"] == {"id": line["id"], "quantity": 1}
    assert order.line_items[0].current_quantity == 2
    assert heard == []
    shop.done("order_edit_commit", id=edit["id"], notifyCustomer=False, staffNote="short")
    found = shop.order(order.gid)
    (first, _) = found["lineItems"]["nodes"]
    assert (first["quantity"], first["currentQuantity"], first["unfulfilledQuantity"]) == (2, 1, 1)
    assert found["currentTotalPriceSet"]["shopMoney"]["amount"] == "57.5"
    topics = [topic for topic, _ in heard]
    assert topics[-2:] == ["orders/updated", "orders/edited"]
    told = heard[-1][1]["order_edit"]
    assert (told["additions"], told["removals"]) == ([], [{"id": order.line_items[0].id, "delta": 1, "restock": True}])


def test_restocked_or_lost(shop: Shop, store: Store, order: Order) -> None:
    level = next(iter(store.levels.values()))
    before = (level.available, level.on_hand)
    for restock, quantity in ((True, 1), (False, 0)):
        edit = begun(shop, order)
        line = edit["lineItems"]["nodes"][0]["id"]
        shop.done("order_edit_set_quantity", id=edit["id"], lineItemId=line, quantity=quantity, restock=restock)
        shop.done("order_edit_commit", id=edit["id"])
    assert (level.available, level.on_hand, level.committed) == (before[0] + 1, before[1] - 1, 0)


def test_units_are_added(shop: Shop, store: Store, order: Order) -> None:
    edit = begun(shop, order)
    line = edit["lineItems"]["nodes"][0]["id"]
    shop.done("order_edit_set_quantity", id=edit["id"], lineItemId=line, quantity=3, restock=False)
    shop.done("order_edit_commit", id=edit["id"])
    assert order.line_items[0].unfulfilled_quantity == 3
    assert [part.remaining_quantity for work in order.fulfillment_orders for part in work.lines] == [2, 1, 1]
    assert order.display_financial_status == "PARTIALLY_PAID"


def test_shipped_units_stay(shop: Shop, store: Store, order: Order) -> None:
    edit = begun(shop, order)
    line = edit["lineItems"]["nodes"][0]["id"]
    shop.done("order_edit_set_quantity", id=edit["id"], lineItemId=line, quantity=0, restock=True)
    work = order.fulfillment_orders[0]
    fulfillment.fulfil(store, order, [(work, {work.lines[0].id: 1})])
    assert shop.refused("order_edit_commit", id=edit["id"])
    assert shop.refused("order_edit_set_quantity", id=edit["id"], lineItemId=line, quantity=0, restock=True)
    shop.done("order_edit_set_quantity", id=edit["id"], lineItemId=line, quantity=1, restock=True)
    shop.done("order_edit_commit", id=edit["id"])
    assert order.line_items[0].current_quantity == order.line_items[0].fulfilled == 1


def test_refusals(shop: Shop, store: Store, order: Order) -> None:
    edit = begun(shop, order)
    assert shop.refused("order_edit_commit", id=edit["id"])[0]["message"].startswith("There must be at least one")
    assert shop.refused("order_edit_begin", id="gid://shopify/Order/1")[0]["field"] == ["id"]
    assert shop.refused("order_edit_commit", id="gid://shopify/CalculatedOrder/1")
    line = order.line_items[0].gid
    told = shop.answer(
        "mutation($id: ID!, $line: ID!) { orderEditSetQuantity(id: $id, lineItemId: $line, quantity: 0) "
        "{ userErrors { message } } }",
        id=edit["id"],
        line=line,
    )
    assert told["errors"][0]["message"] == f"Invalid id: {line}"
