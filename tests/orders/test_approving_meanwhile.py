"""Approve orders while somebody changes them: what is true under their locks counts."""

from collections.abc import Callable
from typing import Any

import pytest

from oms.models import OrderHeader, OrderItem, Shop
from oms.orders.approval import Chosen, approve
from tests.imports import lines
from tests.imports.support import make_shop
from tests.orders.support import later, line, order, store
from tests.waiting import awaited

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop() -> Shop:
    return make_shop()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"closed_at": lines.LATER}, ("ORDER_CREATED", "The order is closed in the shop")),
        ({"current_total": 99}, ("ORDER_CREATED", "50.00 of 99.00 USD are authorised or settled")),
        ({"status": "ORDER_HOLD"}, ("ORDER_HOLD", "")),
    ],
)
def test_what_changed_while_it_waited_for_the_order_is_judged(
    shop: Shop, change: dict[str, Any], expected: tuple[str, str]
) -> None:
    store(shop, order(1, [line(11)]))
    meanwhile(shop, lambda: OrderHeader.objects.update(**change))
    assert OrderHeader.objects.values_list("status", "not_approved").get() == expected


def test_units_that_came_while_it_waited_for_the_order_are_approved_too(shop: Shop) -> None:
    store(shop, order(1, [line(11)]))
    meanwhile(shop, lambda: store(shop, later(1, [line(11, quantity=5)])))
    assert set(OrderItem.objects.values_list("status", flat=True)) == {"ITEM_APPROVED"}
    assert sum(OrderItem.objects.values_list("quantity", flat=True)) == 5


def meanwhile(shop: Shop, change: Callable[[], object]) -> None:
    """Approve while another transaction has made the change and not yet committed it."""
    with awaited(change, lambda: approve(Chosen(shop.pk), "test")):
        pass
