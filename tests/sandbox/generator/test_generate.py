"""A generated store is the same for the same seed, has everything a store has, and its numbers add up."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest

from sandbox.generator import generate
from sandbox.generator.mischief import GONE, MISCHIEF
from sandbox.generator.order_stories import STORIES
from sandbox.generator.product_drafts import barcode
from sandbox.state import totals
from sandbox.state.records import Order
from sandbox.state.store import Store
from tests.sandbox.shops import NOW, empty_store


def made(products: int = 60, orders: int = 300, seed: int = 1, **more) -> Store:
    store = empty_store()
    generate(store, products, orders, seed, anchor=NOW, **more)
    return store


@pytest.fixture(scope="module")
def store() -> Store:
    return made()


def test_same_arguments_same_content() -> None:
    assert made(20, 50, 7).dump() == made(20, 50, 7).dump()
    assert made(20, 50, 7).dump() != made(20, 50, 8).dump()


def test_more_orders_leave_the_catalogue_as_it_is() -> None:
    few, many = made(20, 10).dump(), made(20, 50).dump()
    assert few["products"] == many["products"]
    assert few["variants"] == many["variants"]


def test_sizes_and_origin(store: Store) -> None:
    assert (len(store.products), len(store.orders), len(store.locations)) == (60, 300, 5)
    origin = store.origin
    assert (origin.kind, origin.seed, origin.products, origin.orders, origin.anchor) == ("generated", 1, 60, 300, NOW)


def test_every_kind_of_product(store: Store) -> None:
    products = list(store.products.values())
    assert any(product.is_gift_card for product in products)
    assert any(product.has_only_default_variant for product in products)
    assert any(len(product.options) == 2 for product in products)
    assert any(not store.item_of(variant).requires_shipping for variant in store.variants.values())
    assert any(variant.compare_at_price for variant in store.variants.values())
    assert {item.weight_unit for item in store.inventory_items.values()} == {"GRAMS", "KILOGRAMS", "OUNCES", "POUNDS"}
    assert {product.status for product in made(300, 0).products.values()} == {"ACTIVE", "ARCHIVED", "DRAFT"}


def test_catalogue_hangs_together(store: Store) -> None:
    for product in store.products.values():
        chosen = [tuple(variant.option_values) for variant in store.product_variants(product)]
        assert len(set(chosen)) == len(chosen)
        for place, option in enumerate(product.options):
            assert {values[place] for values in chosen} == set(option.values)
        assert product.category_id is None or product.category_id in store.taxonomy
    skus = Counter(variant.sku for variant in store.variants.values() if variant.sku)
    assert skus.most_common(1)[0][1] == 1
    for category in store.taxonomy.values():
        names = [store.taxonomy[key].name for key in [*category.ancestor_ids, category.id]]
        assert category.full_name == " > ".join(names)
    titles = {collection.title: collection for collection in store.collections.values()}
    assert titles["Coming soon"].product_ids == []
    assert len(titles["New arrivals"].product_ids) == 3


def test_every_kind_of_order(store: Store) -> None:
    orders = list(store.orders.values())
    assert {order.status for order in orders} == {"open", "closed", "cancelled"}
    assert {order.display_fulfillment_status for order in orders} == {
        "UNFULFILLED", "PARTIALLY_FULFILLED", "FULFILLED", "ON_HOLD",
    }  # fmt: skip
    assert {order.display_financial_status for order in orders} == {
        "PENDING", "AUTHORIZED", "PARTIALLY_PAID", "PAID", "PARTIALLY_REFUNDED", "REFUNDED", "VOIDED",
    }  # fmt: skip
    assert {order.return_status for order in orders} == {"NO_RETURN", "RETURN_REQUESTED", "IN_PROGRESS", "RETURNED"}
    methods = {work.method_type for order in orders for work in order.fulfillment_orders}
    assert methods == {"SHIPPING", "PICK_UP", "RETAIL", "NONE"}
    assert any(order.test for order in orders)
    assert any(order.edited for order in orders)
    assert any(order.discount_codes for order in orders)
    assert any(len({work.location_id for work in order.fulfillment_orders}) > 1 for order in orders)
    promised = [line for order in orders for line in order.line_items for part in line.custom_attributes
                if part.key == "PROMISE_DATE"]  # fmt: skip
    assert promised


def test_each_story_is_told_when_there_are_orders_enough() -> None:
    """One of each: the rare ones (no address) are there too."""
    orders = list(made(20, len(STORIES)).orders.values())
    ships = [order for order in orders if any(line.requires_shipping for line in order.line_items)]
    unaddressed = [order for order in ships if not order.shipping_address and order.shipping_lines]
    assert len(unaddressed) >= 2  # one for pickup, one forgotten


def units(order: Order) -> dict[int, int]:
    found: Counter[int] = Counter()
    for work in order.fulfillment_orders:
        if work.status not in {"CLOSED", "CANCELLED"}:
            found.update({line.line_item_id: line.remaining_quantity for line in work.lines})
    return {number: count for number, count in found.items() if count}


def test_quantities_and_money_of_orders_add_up(store: Store) -> None:
    for order in store.orders.values():
        assert units(order) == {
            line.id: line.unfulfilled_quantity for line in order.line_items if line.unfulfilled_quantity
        }
        shipped = Counter()
        for parcel in order.fulfillments:
            shipped.update({line.line_item_id: line.quantity for line in parcel.lines})
        assert shipped == {line.id: line.fulfilled for line in order.line_items if line.fulfilled}
        assert all(min(line.current_quantity, line.fulfilled - line.returned) >= 0 for line in order.line_items)
        parts = order.subtotal_price + order.total_shipping_price + order.total_tax
        assert order.total_price == parts
        assert Decimal(0) <= order.total_refunded <= order.total_received
        before = order.current_total_price
        assert totals.refresh(order).current_total_price == before


def test_what_was_captured_is_never_voided() -> None:
    for order in made(60, 1500).orders.values():
        ended = [part.parent_id for part in order.transactions if part.kind in {"CAPTURE", "VOID"}]
        assert len(set(ended)) == len(ended)


def test_nothing_is_dated_after_the_anchor_and_orders_cover_ninety_days(store: Store) -> None:
    orders = list(store.orders.values())
    dates = [order.created_at for order in orders]
    assert dates == sorted(dates)
    assert NOW - timedelta(days=90) <= dates[0] < NOW - timedelta(days=88)
    assert dates[-1] > NOW - timedelta(days=2)
    for order in orders:
        moments = [part.created_at for part in [*order.transactions, *order.refunds, *order.fulfillments]]
        assert max([order.updated_at, *moments]) <= NOW
        assert order.created_at <= order.updated_at


def test_committed_stock_is_what_open_orders_wait_for(store: Store) -> None:
    waiting: Counter[tuple[int, int]] = Counter()
    for order in store.orders.values():
        for work in order.fulfillment_orders:
            for line in work.lines:
                variant = store.variants[line.variant_id]
                if line.remaining_quantity and store.item_of(variant).tracked:
                    waiting[variant.inventory_item_id, work.location_id] += line.remaining_quantity
    kept = {(level.inventory_item_id, level.location_id): level.committed for level in store.levels.values()}
    assert {key: units for key, units in kept.items() if units} == waiting


def test_mischief_only_when_asked_for() -> None:
    good = made(20, 10)
    assert all(line.variant_id in good.variants for order in good.orders.values() for line in order.line_items)
    bad = made(20, 10, mischief=list(MISCHIEF))
    titles = {product.title for product in bad.products.values()}
    assert {"NUL \x00 shirt", "Half a smile \ud83d shirt", "<script>alert(1)</script>"} <= titles
    assert any(len(title) == 5000 for title in titles)
    lines = [line for order in bad.orders.values() for line in order.line_items]
    assert {line.variant_id for line in lines} >= {GONE, None}
    skus = Counter(variant.sku for variant in bad.variants.values() if variant.sku)
    assert sorted(skus.values())[-1] == 2
    assert len(bad.orders) == 13
    assert bad.origin.mischief == list(MISCHIEF)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"products": -1}, "-1 products"),
        ({"products": 0, "orders": 1}, "without products"),
        ({"mischief": ["loud_noise", "nul_byte"]}, "Unknown mischief loud_noise; known are unknown_variant"),
    ],
)
def test_what_can_not_be_made(arguments: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        made(**arguments)


def test_a_store_without_anything_and_one_without_orders() -> None:
    assert made(0, 0).products == {}
    assert len(made(1, 3).orders) == 3


def test_barcode_has_a_right_check_digit() -> None:
    digits = [int(digit) for digit in barcode(123, 45)]
    assert len(digits) == 12
    assert (sum(digits[::2]) * 3 + sum(digits[1::2])) % 10 == 0
