"""What has changed in the store since the first load is there after a second one."""

from decimal import Decimal
from pathlib import Path

import pytest

from sandbox.rules import order_details, payment, products
from sandbox.rules.cancellation import cancel_order
from sandbox.rules.fulfillment import fulfil
from sandbox.rules.order_edits import edit_order
from sandbox.rules.place_order import place_order
from sandbox.rules.refund_checks import Refunded
from sandbox.rules.refunds import refund
from sandbox.rules.variants import update_variant
from sandbox.state.records import Order
from sandbox.state.store import Store
from tests.equality import orders_kept, orders_told
from tests.equality.reading import differences
from tests.equality.shop import connected, run_job
from tests.equality.test_equality import made, unequal_products

pytestmark = pytest.mark.django_db(transaction=True)


def waiting(store: Store, number: int) -> Order:
    """The nth paid order of two lines that waits at one place."""
    found = [
        order
        for order in store.orders.values()
        if order.status == "open" and not order.test and order.display_fulfillment_status == "UNFULFILLED"
        and order.display_financial_status == "PAID" and len(order.line_items) > 1
        and [work.status for work in order.fulfillment_orders] == ["OPEN"] and not order.edited
    ]  # fmt: skip
    return found[number]


def change_catalogue(store: Store) -> None:
    first, second, third = list(store.products.values())[:3]
    products.update_product(store, first, title="Another title", tags=["new"], product_type="Other", vendor="Else")
    update_variant(store, store.product_variants(second)[0], price=Decimal("1.23"), sku="CHANGED", barcode="999")
    products.update_product(store, third, status="ARCHIVED", description_html="<p>Old</p>")
    collection = next(one for one in store.collections.values() if len(one.product_ids) > 1)
    before = list(collection.product_ids)
    collection.product_ids.pop()
    store.indexes.collection_changed(collection, before)
    store.touch(collection)


def change_orders(store: Store) -> int:
    """Answer: how many orders changed."""
    cancelled, edited, shipped, refunded, noted = (waiting(store, number) for number in range(5))
    cancel_order(store, cancelled, reason="CUSTOMER", restock=True, refund=True)
    lines = edited.line_items
    edit_order(store, edited, {lines[0].id: 0, lines[1].id: lines[1].current_quantity + 1})
    payment.pay(store, edited) if edited.total_outstanding > 0 else None
    fulfil(store, shipped, [(shipped.fulfillment_orders[0], None)])
    wanted = [Refunded(line=refunded.line_items[0], quantity=1, restock_type="CANCEL")]
    refund(store, refunded, wanted)
    order_details.update_order(store, noted, note="Changed", tags=["late"])
    variant = next(iter(store.variants.values()))
    place_order(store, [(variant, 2)], customer=next(iter(store.customers.values())), shipping=Decimal("5.95"))
    return 5


@pytest.mark.costly("loads a hundred and fifty orders twice and compares every field")
def test_second_load_after_changes(tmp_path: Path) -> None:
    store = made(7, products=20, orders=150)
    with connected(store, tmp_path) as neighbour:
        run_job("import_products")
        run_job("import_orders", status="any")
        change_catalogue(store)
        changed = change_orders(store)
        assert unequal_products(neighbour) != []
        run_job("import_products")
        assert unequal_products(neighbour) == []
        again = run_job("import_orders", status="any")
        assert (again.counters["updated"], again.counters["created"]) == (changed, 1)
        assert differences(orders_told.orders(neighbour.state()), orders_kept.orders(neighbour.shop)) == []
