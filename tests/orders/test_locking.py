"""Several orders are taken in one order, whatever theirs on a page: nobody waits for another one in a circle."""

import pytest

from integrations.shopify.orders.save import lock
from integrations.shopify.products.bulk import SUBJECT
from integrations.shopify.products.deletion import discontinue
from oms.models import OrderHeader, Product, Shop
from tests.imports.lines import gid, jsonl, product, variant
from tests.imports.support import import_lines, make_shop
from tests.orders.support import later, line, order, store
from tests.waiting import awaited

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop() -> Shop:
    return make_shop()


def held(number: int) -> None:
    """Takes the order. An OperationalError where somebody has it."""
    OrderHeader.objects.select_for_update(nowait=True).get(gid=gid("Order", number))


def test_known_orders_are_written_by_id(shop: Shop) -> None:
    store(shop, order(1, [line(11)]), order(2, [line(21)]))
    with awaited(lambda: held(1), lambda: store(shop, later(2, [line(21)]), later(1, [line(11)]))):
        held(2)
    assert set(OrderHeader.objects.values_list("source_updated_at", flat=True)) == {later(1, []).updated_at}


def test_orders_that_are_saved_one_by_one_are_locked_by_id_before(shop: Shop) -> None:
    store(shop, order(1, [line(11)]), order(2, [line(21)]))
    with awaited(lambda: held(1), lambda: lock(shop, [gid("Order", 2), gid("Order", 1)])):
        held(2)


def test_new_orders_are_written_by_their_number(shop: Shop) -> None:
    def both() -> None:
        store(shop, order(10, [line(21)]), order(9, [line(11)]))

    with awaited(lambda: store(shop, order(9, [line(11)])), both):
        store(shop, order(10, [line(21)]))
    assert OrderHeader.objects.count() == 2


def test_who_discontinues_products_waits_for_who_writes_products(shop: Shop) -> None:
    import_lines(SUBJECT, shop, jsonl(product(1), variant(11, 1)), jsonl(product(2), variant(21, 2)))

    def deleted() -> None:
        for number in (2, 1):
            discontinue(shop, gid("Product", number))

    first = jsonl(product(1, updatedAt="2026-12-01T00:00:00Z"), variant(11, 1))
    with awaited(lambda: import_lines(SUBJECT, shop, first), deleted):
        Product.objects.select_for_update(nowait=True).get(name="Shirt 2")
    assert not Product.objects.filter(discontinued_at=None).exists()
