"""An order's whole life by hand."""

from decimal import Decimal

import pytest

from sandbox.state.records import Order
from sandbox.state.store import Store
from tests.sandbox.pages.browsing import Visitor


def latest(store: Store) -> Order:
    return list(store.orders.values())[-1]


def test_place_an_order(store: Store, visitor: Visitor) -> None:
    visitor.get("/orders/new")
    visitor.send(
        "Place order", sku1="MUG", units1=3, sku2="LINEN-SHIRT-M", units2=1, email="ada@example.com", pay="authorized",
        note="By hand", tags="vip, gift", shipping="7.50", method="Express",
    )  # fmt: skip
    order = latest(store)
    assert visitor.address.startswith(f"/orders/{order.id}?told=")
    assert "#1002 was placed." in visitor.words
    assert [(line.sku, line.quantity) for line in order.line_items] == [("MUG", 3), ("LINEN-SHIRT-M", 1)]
    assert (order.total_price, order.display_financial_status) == (Decimal("85.00"), "AUTHORIZED")
    assert (order.note, order.tags, order.shipping_lines[0].title) == ("By hand", ["gift", "vip"], "Express")
    assert order.shipping_address and order.shipping_address.city == "New York"


def test_the_form_names_a_customer_so_that_the_order_can_be_shipped(store: Store, visitor: Visitor) -> None:
    visitor.get("/orders/new")
    visitor.send("Place order", sku1="MUG")
    assert latest(store).shipping_address == next(iter(store.customers.values())).default_address


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"sku1": "NOTHING"}, "There is no variant with the SKU or number 'NOTHING'"),
        ({"sku1": ""}, "Line items must have at least one line item"),
        ({"sku1": "MUG", "units1": 0}, "Quantity must be greater than 0"),
        ({"sku1": "MUG", "units1": "many"}, "units1: 'many' is not a whole number"),
        ({"sku1": "MUG", "shipping": "free"}, "shipping: 'free' is not an amount"),
        ({"sku1": "MUG", "shipping": "Infinity"}, "shipping: 'Infinity' is not an amount"),
        ({"sku1": "MUG", "email": "nobody@example.com"}, "No customer has the e-mail address nobody@example.com"),
    ],
)
def test_orders_that_can_not_be_placed(store: Store, visitor: Visitor, typed: dict, words: str) -> None:
    visitor.get("/orders/new")
    visitor.send("Place order", **typed)
    assert words in visitor.words
    assert len(store.orders) == 1


def test_authorised_then_captured(store: Store, visitor: Visitor) -> None:
    visitor.get("/orders/new")
    visitor.send("Place order", sku1="MUG", pay="authorized")
    visitor.send("Capture", amount="10")
    assert latest(store).total_received == Decimal(10)
    visitor.send("Capture", amount="1000")
    assert "Cannot capture 1000.00" in visitor.words
    visitor.send("Capture")
    assert latest(store).display_financial_status == "PAID"
    assert "Capture" not in visitor.buttons and "Void" not in visitor.buttons


def test_unpaid_then_refused_then_paid(store: Store, visitor: Visitor) -> None:
    visitor.get("/orders/new")
    visitor.send("Place order", sku1="MUG", pay="pending")
    visitor.send("Pay", kind="fail")
    assert "refused by the gateway" in visitor.words
    visitor.send("Pay", kind="authorize")
    visitor.send("Void")
    assert [part.kind for part in latest(store).transactions] == ["SALE", "AUTHORIZATION", "VOID"]
    visitor.send("Pay")
    assert latest(store).display_financial_status == "PAID"


def test_fulfil_in_two_parcels(store: Store, visitor: Visitor, order: Order) -> None:
    visitor.get(f"/orders/{order.id}")
    shirt, mug = (part.id for part in order.fulfillment_orders[0].lines)
    visitor.send("Fulfil", **{f"part__{shirt}": 1, f"part__{mug}": 0, "tracking": "1Z1"})
    assert order.display_fulfillment_status == "PARTIALLY_FULFILLED"
    assert "1Z1" in visitor.words
    visitor.send("Fulfil")
    assert order.display_fulfillment_status == "FULFILLED"
    assert "Fulfil" not in visitor.buttons
    assert [parcel.total_quantity for parcel in order.fulfillments] == [1, 2]


def test_hold_and_release(visitor: Visitor, order: Order) -> None:
    visitor.get(f"/orders/{order.id}")
    visitor.send("Hold", reason="HIGH_RISK_OF_FRAUD")
    assert order.display_fulfillment_status == "ON_HOLD"
    assert "high risk of fraud" in visitor.words and "Fulfil" not in visitor.buttons
    visitor.send("Release")
    assert order.display_fulfillment_status == "UNFULFILLED"


def test_edit_quantities(visitor: Visitor, order: Order) -> None:
    visitor.get(f"/orders/{order.id}")
    shirt, mug = (line.id for line in order.line_items)
    visitor.send("Save", **{f"line__{shirt}": 1, f"line__{mug}": 2})
    assert [line.current_quantity for line in order.line_items] == [1, 2]
    assert order.edited
    visitor.send("Save", **{f"line__{shirt}": -1})
    assert "must be greater than or equal to 0" in visitor.words


def test_cancel(store: Store, visitor: Visitor, order: Order) -> None:
    visitor.get(f"/orders/{order.id}")
    visitor.send("Cancel order", reason="FRAUD")
    assert (order.status, order.cancel_reason) == ("cancelled", "FRAUD")
    assert order.display_financial_status == "REFUNDED"
    assert "Cancel order" not in visitor.buttons
    level = store.levels_of(store.variants_by_sku("MUG")[0].inventory_item_id)[0]
    assert level.committed == 0


def test_refund_of_one_unit_and_of_money(visitor: Visitor, order: Order) -> None:
    visitor.get(f"/orders/{order.id}")
    visitor.send("Refund", **{f"line__{order.line_items[1].id}": 1, "restock_type": "CANCEL"})
    assert (order.total_refunded, order.line_items[1].removed) == (Decimal("12.50"), 1)
    visitor.send("Refund", amount="5", note="Sorry")
    assert order.total_refunded == Decimal("17.50")
    visitor.send("Refund", amount="1000")
    assert "more than the 80.00 that can be refunded" in visitor.words


def test_refund_of_everything_includes_the_shipping(visitor: Visitor, order: Order) -> None:
    visitor.get(f"/orders/{order.id}")
    units = {f"line__{line.id}": line.quantity for line in order.line_items}
    visitor.send("Refund", restock_type="NO_RESTOCK", **units)
    assert (order.total_refunded, order.display_financial_status) == (order.total_price, "REFUNDED")


def test_return_is_created_received_and_paid_back(visitor: Visitor, order: Order) -> None:
    visitor.get(f"/orders/{order.id}")
    visitor.send("Fulfil")
    shipped = order.fulfillments[0].lines[0]
    visitor.send("Create return", **{f"shipped__{shipped.id}": 1, "reason": "DEFECTIVE", "note": "Torn"})
    given = order.returns[0]
    assert (given.status, given.lines[0].reason, given.lines[0].customer_note) == ("OPEN", "DEFECTIVE", "Torn")
    visitor.send("Receive and pay back")
    assert order.total_refunded == Decimal("40.00")
    assert order.line_items[0].returned == 1
    visitor.send("Close")
    assert order.return_status == "RETURNED"


def test_decline_a_return(visitor: Visitor, order: Order) -> None:
    visitor.get(f"/orders/{order.id}")
    visitor.send("Fulfil")
    visitor.get(f"/shop/orders/{order.id}")
    visitor.send("Ask to send back", **{f"shipped__{order.fulfillments[0].lines[0].id}": 2})
    visitor.get(f"/orders/{order.id}")
    visitor.send("Decline", note="Worn")
    assert order.returns[0].status == "DECLINED"


def test_remarks_archive_and_reopen(visitor: Visitor, order: Order) -> None:
    visitor.get(f"/orders/{order.id}")
    visitor.send("Save", place=1, note="Two\nlines", tags="b, a")
    assert (order.note, order.tags) == ("Two\nlines", ["a", "b"])
    assert visitor.form("Save", 1).fields["note"].strip() == "Two\nlines"
    told = "ERP customer id: C-7: a\nGift from:"
    visitor.send("Save", place=1, attributes=told)
    assert [(one.key, one.value) for one in order.custom_attributes] == [
        ("ERP customer id", "C-7: a"),
        ("Gift from", None),
    ]
    visitor.send("Save", place=1)
    assert len(order.custom_attributes) == 2 and order.note == "Two\nlines"
    visitor.send("Save", place=1, attributes="no colon")
    assert "Write each detail as name: value" in visitor.words and len(order.custom_attributes) == 2
    visitor.send("Archive")
    assert order.closed
    visitor.send("Reopen")
    assert not order.closed


def test_a_deed_on_nothing(visitor: Visitor) -> None:
    answer = visitor.session.post(f"{visitor.url}/orders/5/cancel", timeout=240)
    assert answer.status_code == 404
    assert "There is no order 5" in answer.text


def test_lists_by_state_and_name(store: Store, visitor: Visitor, order: Order) -> None:
    visitor.get("/orders?state=cancelled")
    assert "No orders." in visitor.words
    visitor.get("/orders?state=open&q=ADA@")
    assert "#1001" in visitor.words
