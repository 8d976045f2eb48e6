"""An order export becomes orders: lines, money and goods as the file tells them."""

from decimal import Decimal
from pathlib import Path

import pytest

from sandbox.files import FileError, load
from sandbox.files.load import load_again
from sandbox.state.records import Order
from sandbox.state.store import Store
from tests.sandbox.files.samples import ORDERS, PRODUCTS, rows_of, written
from tests.sandbox.shops import empty_store


@pytest.fixture(scope="module")
def store() -> Store:
    store = empty_store()
    load(store, products=[PRODUCTS], orders=[ORDERS])
    return store


def named(store: Store, name: str) -> Order:
    order = store.order_by_name(name)
    assert order is not None
    return order


def test_statuses_are_those_of_the_file(store: Store) -> None:
    firsts = {row["Name"]: row for row in rows_of(ORDERS) if row["Financial Status"]}
    assert [order.name for order in store.orders.values()] == [f"#{number}" for number in range(1001, 1013)]
    for order in store.orders.values():
        row = firsts[order.name]
        assert order.display_financial_status == row["Financial Status"].upper(), order.name
        assert order.total_price == Decimal(row["Total"])
        assert order.total_refunded == Decimal(row["Refunded Amount"])
        assert (order.cancelled_at is not None) == bool(row["Cancelled at"])
        assert (order.id, order.number) == (int(row["Id"]), int(row["Name"][1:]))
    fulfilled = {order.name: order.display_fulfillment_status for order in store.orders.values()}
    assert [name for name, status in fulfilled.items() if status == "FULFILLED"] == ["#1005", "#1006", "#1007", "#1009"]
    assert fulfilled["#1010"] == "PARTIALLY_FULFILLED"
    assert [order.name for order in store.orders.values() if order.status == "closed"] == ["#1005", "#1006", "#1009"]


def test_lines_addresses_and_remarks(store: Store) -> None:
    order = named(store, "#1012")
    assert [(line.sku, line.quantity, line.title, line.variant_title) for line in order.line_items] == [
        ("LIN-S-WHT", 2, "Linen Shirt", "S / White"),
        ("TOTE", 1, "Tote, big", None),
    ]
    assert order.note == 'Ring twice.\nThen "leave" it, please'
    assert [(part.key, part.value) for part in order.custom_attributes] == [
        ("Gift wrap", "yes"),
        ("Message", "Happy birthday\nfrom Zoë"),
    ]
    assert order.tags == ["vip", "gift"]
    address = order.shipping_address
    assert address
    assert (address.first_name, address.last_name, address.zip, address.province) == (
        "Ada",
        "Byron",
        "10118",
        "New York",
    )
    taxes = {part.title: part.rate for line in order.line_items for part in line.tax_lines}
    assert taxes == {"New York State Tax": 0.04, "New York City Tax": 0.04875}
    assert (order.subtotal_price, order.total_tax, order.total_adjustment) == (Decimal(143), Decimal("12.69"), 0)
    phone = named(store, "#1011").shipping_address
    assert phone
    assert (phone.phone, phone.company, phone.address2) == ("+16175550101", "Byron & Sons", "Apt 4")


def test_lineitem_discount_and_code(store: Store) -> None:
    """6.15 of the 16.15 off are the first line's own, the other 10 are shared out."""
    order = named(store, "#1011")
    assert order.discount_codes == ["WELCOME"]
    assert order.total_discounts == Decimal("16.15")
    assert [line.total_discount for line in order.line_items] == [Decimal("13.04"), Decimal("3.11")]
    assert order.line_items[0].sku == "0042"


def test_buyers_are_kept_once(store: Store) -> None:
    ada = named(store, "#1012").customer_id
    assert named(store, "#1010").customer_id == ada
    assert {one.email for one in store.customers.values()} >= {"ada@example.com", None}
    by_phone = named(store, "#1001")
    assert (by_phone.email, store.customers[by_phone.customer_id or 0].phone) == (None, "+13125550123")


def test_counter_sales_digital_lines_and_missing_addresses(store: Store) -> None:
    sold = named(store, "#1005")
    assert (sold.source_name, store.locations[sold.retail_location_id or 0].name) == ("pos", "Soho Store")
    assert named(store, "#1006").fulfillment_orders[0].method_type == "NONE"
    assert (named(store, "#1002").shipping_address, named(store, "#1002").shipping_lines[0].title) == (None, "Standard")


def test_unknown_variants_tips_and_called_off_units(store: Store) -> None:
    gone = named(store, "#1004").line_items[0]
    assert (gone.variant_id, gone.title, gone.sku) == (None, "Discontinued Scarf - Red", "GONE-1")
    assert named(store, "#1003").total_adjustment == Decimal(2)
    assert named(store, "#1003").line_items[0].variant_id is not None  # found by its name: it has no SKU
    restocked = named(store, "#1008").line_items[0]
    assert (restocked.removed, restocked.fulfilled) == (2, 0)
    assert named(store, "#1008").fulfillment_orders[0].status == "CANCELLED"


def test_stock_is_promised_to_what_is_still_to_go(store: Store) -> None:
    variant = store.variants_by_sku("LIN-S-WHT")[0]
    level = store.levels_of(variant.inventory_item_id)[0]
    assert (level.available, level.committed) == (12, 4)  # 2 of #1012, 1 of #1010, 1 of #1002


def test_new_orders_continue_after_the_file(store: Store) -> None:
    assert store.next_id("OrderNumber") == 1013
    assert store.next_id("Order") == 5801234567013


def test_the_same_files_once_more(store: Store) -> None:
    again = empty_store()
    load_again(again, store.origin)
    assert list(again.orders) == list(store.orders)
    assert len(again.products) == len(store.products)


def changed(tmp_path: Path, place: int, **changes: str) -> Path:
    rows = rows_of(ORDERS)
    rows[place] |= {name.replace("_", " "): value for name, value in changes.items()}
    return written(tmp_path / "orders.csv", rows)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"Financial_Status": "lost"}, "line 2, column Financial Status: 'lost' is none of pending, authorized"),
        ({"Total": ""}, "column Total: '' is no number"),
        ({"Total": "1,000.00"}, "column Total: '1,000.00' is no number"),
        ({"Lineitem_quantity": "0"}, "column Lineitem quantity: 0 is not one or more"),
        ({"Lineitem_name": ""}, "column Lineitem name: is empty"),
        ({"Lineitem_discount": "1000"}, "column Lineitem discount: 1000.00 is more than the line's 118.00"),
        ({"Lineitem_fulfillment_status": "eaten"}, "'eaten' is none of unfulfilled, partial"),
        ({"Created_at": ""}, "column Created at: is empty in the first row of #1012"),
        ({"Created_at": "yesterday"}, "column Created at: 'yesterday' is no time like"),
        ({"Refunded_Amount": "999"}, "column Refunded Amount: 999.00 is more than the 161.64 that was paid"),
        ({"Id": "5801234567001"}, "column Id: 5801234567001 is in the store already"),
        ({"Name": ""}, "line 2, column Name: is empty"),
    ],
)
def test_wrong_cells(tmp_path: Path, changes: dict[str, str], words: str) -> None:
    with pytest.raises(FileError) as caught:
        load(empty_store(), products=[PRODUCTS], orders=[changed(tmp_path, 0, **changes)])
    assert words in str(caught.value)


def test_rows_of_one_order_stand_together(tmp_path: Path) -> None:
    rows = rows_of(ORDERS)
    path = written(tmp_path / "apart.csv", [rows[0], rows[4], rows[0]])
    with pytest.raises(FileError, match="#1012 is in the store already, or its rows don't stand together"):
        load(empty_store(), orders=[path])
