"""Which units are taken when only some are: to cancel, those that wait in a queue; to complete, those at a place."""

import pytest

from oms.models import OrderItem, Shop
from tests.imports.support import make_shop
from tests.orders.support import later, line, order, rows, store
from tests.orders.test_methods import send_off

pytestmark = pytest.mark.django_db
STILL_LATER = "2026-03-01T10:00:00Z"


@pytest.fixture(params=["the first is at a place", "the last is at a place"])
def shop(request: pytest.FixtureRequest) -> Shop:
    """An order of one line in two rows of two units, one in the queue and one at a place: whichever came first."""
    made = make_shop()
    store(made, order(1, [line(11)]))
    store(made, later(1, [line(11, quantity=4)]))
    first, last = OrderItem.objects.order_by("seq")
    send_off(first if request.param.startswith("the first") else last)
    return made


def held() -> list[tuple[int, str, str]]:
    """Units, status and place; in no order that matters."""
    return sorted(row[1:] for row in rows())


def test_what_waits_is_cancelled_before_what_is_at_a_place(shop: Shop) -> None:
    store(shop, order(1, [line(11, quantity=4, removed=1)], updatedAt=STILL_LATER))
    assert held() == [(1, "CANCELLED", "_NA_"), (1, "CREATED", "_NA_"), (2, "CREATED", "SHOP")]


def test_what_is_at_a_place_is_cancelled_when_nothing_waits_any_more(shop: Shop) -> None:
    store(shop, order(1, [line(11, quantity=4, removed=3)], updatedAt=STILL_LATER))
    assert held() == [(1, "CANCELLED", "SHOP"), (1, "CREATED", "SHOP"), (2, "CANCELLED", "_NA_")]


def test_what_was_shipped_is_taken_from_a_place_first(shop: Shop) -> None:
    store(shop, order(1, [line(11, quantity=4, fulfilled=1)], updatedAt=STILL_LATER))
    assert held() == [(1, "COMPLETED", "SHOP"), (1, "CREATED", "SHOP"), (2, "CREATED", "_NA_")]
