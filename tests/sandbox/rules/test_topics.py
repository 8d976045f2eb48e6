"""Every change stamps its order anew and announces the topics that it makes due."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.builders.products import ProductDraft, VariantDraft
from sandbox.rules import (
    cancellation,
    captures,
    dispositions,
    fulfillment,
    fulfillment_holds,
    fulfillment_moves,
    inventory,
    order_details,
    order_edits,
    payment,
    place_order,
    products,
    refund_checks,
    refunds,
    return_refunds,
    returns,
    tags,
    variants,
)
from sandbox.rules.inventory_checks import Count
from sandbox.rules.return_lines import ReturnWish
from sandbox.state.base import money
from sandbox.state.records import Order
from sandbox.state.store import Store
from tests.sandbox.rules.conftest import Told

Act = Callable[[Store, Order], Any]


def ship(store: Store, order: Order) -> Any:
    return fulfillment.fulfil(store, order, [(order.fulfillment_orders[0], None)])


def ask_back(store: Store, order: Order) -> Any:
    wish = ReturnWish(fulfillment_line_id=order.fulfillments[0].lines[0].id, quantity=1)
    return returns.request_return(store, order, [wish])


def refund_one(store: Store, order: Order) -> Any:
    return refunds.refund(store, order, [refund_checks.Refunded(line=order.line_items[0], quantity=1)])


CANCELLED = ["order_transactions/create", "orders/cancelled", "orders/updated", "refunds/create"]
CHANGES: list[tuple[Act, list[str]]] = [
    (
        lambda store, order: cancellation.cancel_order(store, order, reason="OTHER", restock=True, refund=True),
        CANCELLED,
    ),
    (
        lambda store, order: order_edits.edit_order(store, order, {order.line_items[0].id: 1}),
        ["orders/updated", "orders/edited"],
    ),
    (refund_one, ["order_transactions/create", "orders/updated", "refunds/create"]),
    (ship, ["orders/updated", "orders/fulfilled", "fulfillments/create"]),
    (
        lambda store, order: fulfillment.fulfil(
            store, order, [(order.fulfillment_orders[0], {order.fulfillment_orders[0].lines[0].id: 1})]
        ),
        ["orders/updated", "orders/partially_fulfilled", "fulfillments/create"],
    ),
    (
        lambda store, order: fulfillment_holds.hold_fulfillment_order(
            store, order, order.fulfillment_orders[0], reason="OTHER"
        ),
        ["orders/updated", "fulfillment_orders/placed_on_hold"],
    ),
    (
        lambda store, order: fulfillment_moves.move_fulfillment_order(
            store,
            order,
            order.fulfillment_orders[0],
            list(store.locations.values())[1],
            {order.fulfillment_orders[0].lines[0].id: 1},
        ),
        ["orders/updated", "fulfillment_orders/moved"],
    ),
    (lambda store, order: tags.add_tags(store, order, ["new"]), ["orders/updated"]),
    (lambda store, order: order_details.update_order(store, order, note="new"), ["orders/updated"]),
    (order_details.close_order, ["orders/updated"]),
]


@pytest.mark.parametrize(("act", "topics"), CHANGES)
def test_changes_of_an_order(store: Store, order: Order, told: Told, act: Act, topics: list[str]) -> None:
    before = order.updated_at
    act(store, order)
    assert told.beside_stock() == topics
    assert order.updated_at > before
    assert store.clock.now() == before, "stamped anew although the clock stands still"


def test_an_order_is_created_before_it_is_paid(store: Store, told: Told) -> None:
    variant = next(iter(store.variants.values()))
    made = place_order.place_order(store, [(variant, 1)], pay="paid", shipping=money("5.00"))
    assert told.beside_stock() == ["orders/create", "order_transactions/create", "orders/updated", "orders/paid"]
    assert (made.display_financial_status, made.total_price) == ("PAID", money("45.00"))
    told.clear()
    made = place_order.place_order(store, [(variant, 1)], pay="authorized")
    assert told.beside_stock() == ["orders/create", "order_transactions/create", "orders/updated"]
    told.clear()
    captures.capture(store, made)
    assert told.beside_stock() == ["order_transactions/create", "orders/updated", "orders/paid"]
    told.clear()
    made = place_order.place_order(store, [(variant, 1)], pay="pending")
    payment.fail_payment(store, made)
    assert told.beside_stock() == ["orders/create", "order_transactions/create", "orders/updated"]
    assert (made.display_financial_status, made.transactions[0].error_code) == ("PENDING", "CARD_DECLINED")


def test_a_return_from_request_to_close(store: Store, order: Order, told: Told) -> None:
    ship(store, order)
    told.clear()
    given = ask_back(store, order)
    assert (told, order.return_status) == (["orders/updated", "returns/request"], "RETURN_REQUESTED")
    told.clear()
    returns.approve_return(store, order, given)
    assert (told, order.return_status) == (["orders/updated", "returns/approve"], "IN_PROGRESS")
    told.clear()
    (line,) = given.reverse_fulfillment_orders[0].lines
    place = order.fulfillments[0].location_id
    dispositions.dispose(store, order, given, line, 1, type="RESTOCKED", location_id=place)
    assert told.beside_stock() == ["orders/updated", "reverse_fulfillment_orders/dispose", "returns/process"]
    assert order.return_status == "INSPECTION_COMPLETE"
    told.clear()
    return_refunds.refund_return(store, order, given, {given.lines[0].id: 1})
    assert told == ["order_transactions/create", "orders/updated", "refunds/create", "returns/update"]
    told.clear()
    returns.close_return(store, order, given)
    assert (told, order.return_status) == (["orders/updated", "returns/close"], "RETURNED")
    told.clear()
    returns.reopen_return(store, order, given)
    assert told == ["orders/updated", "returns/reopen"]


def test_a_return_that_comes_to_nothing(store: Store, order: Order, told: Told) -> None:
    ship(store, order)
    declined, canceled = ask_back(store, order), ask_back(store, order)
    told.clear()
    returns.decline_return(store, order, declined, reason="FINAL_SALE", note="worn")
    returns.cancel_return(store, order, canceled)
    assert told == ["orders/updated", "returns/decline", "orders/updated", "returns/cancel"]
    assert (order.return_status, declined.decline_reason) == ("NO_RETURN", "FINAL_SALE")


def test_stock_is_announced_with_its_product(store: Store, told: Told) -> None:
    item, place = next(iter(store.inventory_items.values())), next(iter(store.locations.values()))
    product = next(iter(store.products.values()))
    before = product.updated_at
    inventory.adjust_quantities(store, "available", [Count(item=item, location=place, quantity=1)])
    assert told == ["inventory_levels/update", "products/update"]
    assert product.updated_at > before
    told.clear()
    inventory.adjust_quantities(store, "available", [Count(item=item, location=place, quantity=0)])
    assert told == []


def test_a_product_comes_and_goes(store: Store, told: Told) -> None:
    draft = ProductDraft(title="Hat", handle="hat", variants=[VariantDraft(values=[], price=money("9.00"), sku="HAT")])
    product = products.create_product(store, draft)
    (variant,) = store.product_variants(product)
    variants.update_variant(store, variant, sku="HAT-1", price=money("10.00"))
    assert [one.id for one in store.variants_by_sku("HAT-1")] == [variant.id]
    products.update_product(store, product, title="Top hat", status="ARCHIVED")
    products.delete_product(store, product)
    assert told == ["products/create", "inventory_items/update", *["products/update"] * 2, "products/delete"]
    last = list(store.events.values())[-1]
    assert (last.action, last.subject_type, last.subject_id) == ("destroy", "PRODUCT", product.gid)
    assert store.node(product.gid) is store.node(variant.gid) is None
    assert store.product_by_handle("hat") is None and store.variants_by_sku("HAT-1") == []


def test_a_deleted_product_leaves_its_collections_and_stays_on_orders(store: Store, order: Order) -> None:
    shirt = next(iter(store.products.values()))
    (summer,) = store.collections_of(shirt)
    products.delete_product(store, shirt)
    assert shirt.id not in summer.product_ids
    assert order.line_items[0].title == shirt.title
    cancellation.cancel_order(store, order, reason="OTHER", restock=True, refund=True)
    assert order.cancelled_at is not None
