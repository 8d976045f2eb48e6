"""A customer buys, looks, and sends something back."""

import pytest

from sandbox.state.records import Order
from sandbox.state.store import Store
from tests.sandbox.pages.browsing import Visitor

PERSON = {
    "first_name": "Grace", "last_name": "Kim", "email": "grace@example.com", "address1": "1 Main St",
    "city": "Boston", "province": "ma", "zip": "02108",
}  # fmt: skip


def to(visitor: Visitor, store: Store, title: str) -> None:
    product = next(one for one in store.products.values() if one.title == title)
    visitor.get("/shop")
    assert f'href="/shop/products/{product.id}"' in visitor.page
    visitor.get(f"/shop/products/{product.id}")


def test_buy(store: Store, visitor: Visitor) -> None:
    to(visitor, store, "Linen Shirt")
    medium = store.variants_by_sku("LINEN-SHIRT-M")[0]
    visitor.send("Buy", variant=medium.id, units=2, method="Express", pay="authorized", **PERSON)
    order = list(store.orders.values())[-1]
    assert "Thank you! Your order is #1002." in visitor.words
    assert [(line.sku, line.quantity) for line in order.line_items] == [("LINEN-SHIRT-M", 2)]
    address = order.shipping_address
    assert address
    assert (address.name, address.province, address.province_code) == ("Grace Kim", "Massachusetts", "MA")
    buyer = store.customers[order.customer_id or 0]
    assert (buyer.email, order.shipping_lines[0].title) == ("grace@example.com", "Express")
    to(visitor, store, "Mug")
    visitor.send("Buy", **PERSON)
    assert list(store.orders.values())[-1].customer_id == buyer.id


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"units": 21}, "Only 20 are left"),
        ({"units": 0}, "Quantity must be greater than 0"),
        ({"city": "", "zip": ""}, "The address lacks city, postal code"),
        ({"email": "grace"}, "An e-mail address is needed"),
        ({"method": "Owl"}, "There is no shipping method 'Owl'"),
        ({"pay": "later"}, "Payment must be one of paid, authorized, pending"),
    ],
)
def test_what_can_not_be_bought(store: Store, visitor: Visitor, changes: dict, words: str) -> None:
    to(visitor, store, "Mug")
    visitor.send("Buy", **(PERSON | changes))
    assert words in visitor.words
    assert len(store.orders) == 1


def test_gift_card_needs_no_address(store: Store, visitor: Visitor) -> None:
    to(visitor, store, "Gift Card")
    visitor.send("Buy", first_name="Ada", last_name="B", email="ada@example.com")
    order = list(store.orders.values())[-1]
    assert order.line_items[0].is_gift_card
    assert order.shipping_lines == []


def test_drafts_are_not_on_sale(store: Store, visitor: Visitor) -> None:
    mug = store.variants_by_sku("MUG")[0]
    to(visitor, store, "Mug")
    store.products[mug.product_id].status = "DRAFT"
    visitor.send("Buy", **PERSON)
    assert "This is not on sale" in visitor.words
    assert visitor.get(f"/shop/products/{mug.product_id}").status_code == 404
    assert "Mug" not in visitor.get("/shop").text


def test_sold_out_and_presold(store: Store, visitor: Visitor) -> None:
    medium = store.variants_by_sku("LINEN-SHIRT-M")[0]
    for level in store.levels_of(medium.inventory_item_id):
        level.available = 0
    to(visitor, store, "Linen Shirt")
    assert "M, 40.00, sold out" in visitor.words
    medium.inventory_policy = "CONTINUE"
    to(visitor, store, "Linen Shirt")
    assert "M, 40.00, to be shipped later" in visitor.words
    visitor.send("Buy", variant=medium.id, units=50, **PERSON)
    assert list(store.orders.values())[-1].line_items[0].quantity == 50


def test_ask_to_send_back(visitor: Visitor, order: Order) -> None:
    visitor.get(f"/shop/orders/{order.id}")
    assert "Ask to send back" not in visitor.buttons  # nothing has been sent yet
    visitor.get(f"/orders/{order.id}")
    visitor.send("Fulfil", tracking="1Z42")
    visitor.get(f"/shop/orders/{order.id}")
    assert "UPS 1Z42" in visitor.words
    visitor.send("Ask to send back", **{f"shipped__{order.fulfillments[0].lines[0].id}": 1, "note": "Too big"})
    assert order.returns[0].status == "REQUESTED"
    visitor.get(f"/orders/{order.id}")
    visitor.send("Approve")
    assert order.returns[0].status == "OPEN"
    visitor.get(f"/shop/orders/{order.id}")
    visitor.send("Ask to send back")
    assert "Return must have at least one line item" in visitor.words
