"""Placing an order: which location promises the goods, and what is refused."""

import pytest

from sandbox.rules import cancel_fulfillment, captures, fulfillment, inventory_activation, payment, place_order
from sandbox.rules.errors import Refused
from sandbox.state.base import money
from sandbox.state.records import Order, Variant
from sandbox.state.store import Store


def variants(store: Store) -> list[Variant]:
    return list(store.variants.values())


def test_the_first_location_that_has_everything(store: Store) -> None:
    small, *_ = variants(store)
    main, soho = store.locations.values()
    store_level = store.level(small.inventory_item_id, main.id)
    assert store_level is not None
    store_level.available = 1
    made = place_order.place_order(store, [(small, 2)])
    assert [work.location_id for work in made.fulfillment_orders] == [soho.id]
    there = store.level(small.inventory_item_id, soho.id)
    assert there is not None
    assert (there.available, there.committed, there.on_hand) == (1, 2, 3)


def test_split_when_no_location_has_everything(store: Store) -> None:
    small, _, mug, *_ = variants(store)
    main, soho = store.locations.values()
    store.levels[store.indexes.levels_of_item[small.inventory_item_id][main.id]].available = 0
    made = place_order.place_order(store, [(small, 1), (mug, 1)])
    assert [work.location_id for work in made.fulfillment_orders] == [soho.id, main.id]


def test_oversold_only_where_the_policy_lets_it(store: Store) -> None:
    medium = variants(store)[1]
    before = store.dump()["orders"]
    with pytest.raises(Refused, match="5 of LINEN-SHIRT-M"):
        place_order.place_order(store, [(medium, 5)])
    assert store.dump()["orders"] == before
    medium.inventory_policy = "CONTINUE"
    place_order.place_order(store, [(medium, 5)])
    assert store.levels_of(medium.inventory_item_id)[0].available == -1


def test_nothing_to_buy(store: Store) -> None:
    small = variants(store)[0]
    for bought in ([], [(small, 0)]):
        with pytest.raises(Refused):
            place_order.place_order(store, bought)
    with pytest.raises(Refused, match="paid, authorized, pending"):
        place_order.place_order(store, [(small, 1)], pay="later")


def test_what_is_not_shipped_has_no_shipping_line(store: Store) -> None:
    card = variants(store)[3]
    made = place_order.place_order(store, [(card, 1)], shipping=money("5.00"), tax_rate="0.1")
    assert (made.shipping_lines, made.fulfillment_orders[0].method_type) == ([], "NONE")
    assert made.total_price == money("25.00"), "a gift card is not taxed"


def test_tax_and_shipping_are_on_top(store: Store) -> None:
    made = place_order.place_order(store, [(variants(store)[0], 2)], shipping=money("5.00"), tax_rate="0.0825")
    assert (made.total_tax, made.total_price) == (money("6.60"), money("91.60"))


def test_part_of_an_authorization_is_captured(store: Store) -> None:
    made = place_order.place_order(store, [(variants(store)[0], 1)], pay="authorized")
    captures.capture(store, made, money("15.00"))
    assert (made.display_financial_status, made.total_outstanding) == ("PARTIALLY_PAID", money("25.00"))
    with pytest.raises(Refused, match=r"25\.00 is authorized"):
        captures.capture(store, made, money("25.01"))
    with pytest.raises(Refused, match="partially captured"):
        captures.void(store, made)
    captures.capture(store, made)
    with pytest.raises(Refused, match="outstanding"):
        payment.pay(store, made)


def test_a_voided_authorization(store: Store) -> None:
    made = place_order.place_order(store, [(variants(store)[0], 1)], pay="authorized")
    captures.void(store, made)
    assert made.display_financial_status == "VOIDED"
    with pytest.raises(Refused, match="No authorized transaction"):
        captures.capture(store, made)


def test_a_cancelled_fulfillment_is_to_be_shipped_again(store: Store, order: Order) -> None:
    before = sum(level.on_hand for level in store.levels.values())
    made = fulfillment.fulfil(store, order, [(order.fulfillment_orders[0], None)])
    cancel_fulfillment.cancel_fulfillment(store, order, made)
    assert sum(level.on_hand for level in store.levels.values()) == before
    assert (order.display_fulfillment_status, made.status) == ("UNFULFILLED", "CANCELLED")
    with pytest.raises(Refused, match="already cancelled"):
        cancel_fulfillment.cancel_fulfillment(store, order, made)
    fulfillment.fulfil(store, order, [(order.fulfillment_orders[1], None)])
    assert order.display_fulfillment_status == "FULFILLED"


def test_a_place_that_still_owes_goods_keeps_its_stock(store: Store, order: Order) -> None:
    small = variants(store)[0]
    here, there = store.levels_of(small.inventory_item_id)
    with pytest.raises(Refused, match="committed"):
        inventory_activation.deactivate(store, here)
    inventory_activation.deactivate(store, there)
    assert (there.is_active, store.inventory_quantity(small)) == (False, here.available)
    level = inventory_activation.activate(store, store.item_of(small), store.locations[there.location_id], 6)
    assert (level.id, level.available, level.is_active) == (there.id, 6, True)
    with pytest.raises(Refused, match="already active"):
        inventory_activation.activate(store, store.item_of(small), store.locations[there.location_id], 6)
