"""The door to an order item's state and place."""

from datetime import date

import pytest

from oms.models import ItemStatus, OrderItem, OrderStatusHistory
from oms.orders import move
from tests.oms import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def items() -> list[OrderItem]:
    order = factories.order()
    first = factories.item(order, factories.ship_group(order), quantity=3)
    return [first, move.divide(first, 1), move.divide(first, 1)]


def test_one_statement_for_any_number_of_items(items, django_assert_num_queries) -> None:
    OrderItem.objects.update(auto_cancel_date="2026-04-01")
    with django_assert_num_queries(1):
        move.set_status(items, ItemStatus.APPROVED, reason="Because", actor="anna")
    assert set(OrderItem.objects.values_list("status", "auto_cancel_date")) == {("ITEM_APPROVED", date(2026, 4, 1))}
    kept = OrderStatusHistory.objects.values_list("item", "from_status", "to_status", "reason", "actor")
    assert sorted(kept) == [(item.pk, "ITEM_CREATED", "ITEM_APPROVED", "Because", "anna") for item in items]
    with django_assert_num_queries(0):
        move.set_status(items, ItemStatus.APPROVED, reason="Because", actor="anna")


def test_an_item_that_ends_is_not_cancelled_automatically(items) -> None:
    OrderItem.objects.update(auto_cancel_date="2026-04-01")
    move.set_status(items[:1], ItemStatus.COMPLETED, reason="", actor="")
    dates = dict(OrderItem.objects.values_list("pk", "auto_cancel_date"))
    assert [dates[item.pk] is None for item in items] == [True, False, False]


def test_an_item_that_was_read_too_early_is_not_overwritten(items) -> None:
    OrderItem.objects.filter(pk=items[0].pk).update(status=ItemStatus.COMPLETED)
    with pytest.raises(move.MovedMeanwhile, match="1 of 3 items"):
        move.set_status(items, ItemStatus.CANCELLED, reason="", actor="")


def test_items_go_to_another_group_together(items, django_assert_num_queries) -> None:
    here = items[0].ship_group
    there = factories.ship_group(items[0].order, seq=2)
    with django_assert_num_queries(1):
        move.place(items[:2], there)
    assert [item.ship_group for item in items] == [there, there, here]
    assert list(OrderItem.objects.order_by("pk").values_list("ship_group", flat=True)) == [there.pk, there.pk, here.pk]


def test_dividing_keeps_the_units(items) -> None:
    assert [item.quantity for item in OrderItem.objects.order_by("seq")] == [1, 1, 1]
    with pytest.raises(ValueError, match="can't be divided"):
        move.divide(items[1], 1)
