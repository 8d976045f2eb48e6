"""Orders read one by one: new ones are written as a bulk import writes them, known ones follow unit by unit."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from integrations.shopify.orders.bulk import SUBJECT
from oms.models import OrderException, OrderHeader, OrderItem, OrderStatusHistory, Shop
from tests.imports import lines
from tests.imports.support import import_lines, make_shop
from tests.orders.support import later, line, order, rows, store

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    return make_shop()


def only() -> OrderHeader:
    return OrderHeader.objects.get()


def test_a_new_order_is_written_whole(shop: Shop) -> None:
    saved = store(shop, order(1, [line(11), line(12)]))
    assert saved.counts["created"] == 1
    assert [written.created for written in saved.written] == [True]
    assert rows() == [("11", 2, "CREATED", "_NA_"), ("12", 2, "CREATED", "_NA_")]
    assert only().status == "ORDER_CREATED"
    assert only().payments.count() == 1
    assert only().addresses.count() == 2
    assert only().adjustments.count() == 3


def test_the_same_again_changes_nothing(shop: Shop) -> None:
    store(shop, order(1, [line(11)]))
    before = list(OrderItem.objects.order_by("id").values())
    saved = store(shop, order(1, [line(11)]))
    assert (saved.counts["unchanged"], saved.written) == (1, [])
    assert list(OrderItem.objects.order_by("id").values()) == before


def test_what_is_older_than_ours_is_not_taken(shop: Shop) -> None:
    store(shop, later(1, [line(11, quantity=3)], note="new"))
    store(shop, order(1, [line(11)], note="old"))
    assert only().note == "new"
    assert rows() == [("11", 3, "CREATED", "_NA_")]


def test_test_orders_stay_out(shop: Shop) -> None:
    assert store(shop, order(1, [line(11)], test=True)).counts["skipped"] == 1
    assert not OrderHeader.objects.exists()


def test_removed_units_are_divided_off_and_cancelled(shop: Shop) -> None:
    store(shop, order(1, [line(11, quantity=5)]))
    kept = OrderItem.objects.get()
    saved = store(shop, later(1, [line(11, quantity=5, removed=2)]))
    assert rows() == [("11", 3, "CREATED", "_NA_"), ("11", 2, "CANCELLED", "_NA_")]
    assert OrderItem.objects.get(seq=kept.seq).pk == kept.pk
    assert saved.written[0].outcome.units == {"cancelled": 2}
    store(shop, order(1, [line(11, quantity=5, removed=4)], updatedAt="2026-03-01T10:00:00Z"))
    assert [(units, status) for _, units, status, _ in rows()] == [(1, "CREATED"), (2, "CANCELLED"), (2, "CANCELLED")]
    assert only().status == "ORDER_CREATED"


def test_more_units_and_new_lines_become_rows_of_the_orders_status(shop: Shop) -> None:
    store(shop, order(1, [line(11)]))
    OrderHeader.objects.update(status="ORDER_APPROVED")
    OrderItem.objects.update(status="ITEM_APPROVED")
    store(shop, later(1, [line(11, quantity=5), line(12, 7, quantity=1)]))
    assert rows() == [("11", 2, "APPROVED", "_NA_"), ("11", 3, "APPROVED", "_NA_"), ("12", 1, "APPROVED", "_NA_")]
    assert len(set(OrderItem.objects.values_list("ship_group", flat=True))) == 1


def test_items_follow_a_version_of_which_the_bulk_load_took_all_else(shop: Shop) -> None:
    store(shop, order(1, [line(11)]))
    OrderHeader.objects.update(status="ORDER_APPROVED")
    OrderItem.objects.update(status="ITEM_APPROVED")
    newer = lines.order(1, updatedAt=lines.LATER, note="New"), lines.item(11, 1, None, quantity=5, currentQuantity=5)
    import_lines(SUBJECT, shop, lines.jsonl(*newer))
    assert (only().note, rows()) == ("New", [("11", 2, "APPROVED", "_NA_")])
    same = later(1, [line(11, quantity=5)], note="New")
    assert store(shop, same).counts["updated"] == 1
    assert rows() == [("11", 2, "APPROVED", "_NA_"), ("11", 3, "APPROVED", "_NA_")]
    assert store(shop, same).counts["unchanged"] == 1
    import_lines(SUBJECT, shop, lines.jsonl(*newer))
    assert store(shop, same).counts["unchanged"] == 1


def test_all_units_gone_cancel_the_order(shop: Shop) -> None:
    store(shop, order(1, [line(11)]))
    store(shop, later(1, [line(11, removed=2)]))
    assert (only().status, only().cancelled_at is not None) == ("ORDER_CANCELLED", True)
    assert list(OrderStatusHistory.objects.filter(item=None).order_by("id").values_list("to_status", "actor")) == [
        ("ORDER_CREATED", "orders.test"),
        ("ORDER_CANCELLED", "orders.test"),
    ]
    assert OrderStatusHistory.objects.get(item__isnull=False).to_status == "ITEM_CANCELLED"


def test_units_fulfilled_in_the_shop_are_completed(shop: Shop) -> None:
    store(shop, order(1, [line(11, quantity=3), line(12)]))
    store(shop, later(1, [line(11, quantity=3, fulfilled=1, removed=1), line(12)]))
    assert [(units, status) for _, units, status, _ in rows()] == [
        (1, "CREATED"),
        (2, "CREATED"),
        (1, "COMPLETED"),
        (1, "CANCELLED"),
    ]
    assert only().status == "ORDER_CREATED"


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ([line(11, fulfilled=2)], "Fulfilled in the shop"),
        ([line(11, fulfilled=1, removed=1)], "Fulfilled in the shop"),
        ([line(11, removed=2)], "Removed in the shop"),
    ],
)
def test_the_history_says_why_the_order_ended(shop: Shop, steps: list[Any], reason: str) -> None:
    store(shop, order(1, [line(11)]))
    store(shop, later(1, steps))
    ended = OrderStatusHistory.objects.filter(item=None).latest("id")
    assert (ended.to_status in ("ORDER_COMPLETED", "ORDER_CANCELLED"), ended.reason) == (True, reason)


def test_a_cancelled_order_keeps_what_was_completed(shop: Shop) -> None:
    store(shop, order(1, [line(11, quantity=3)]))
    store(shop, later(1, [line(11, quantity=3, fulfilled=1)], cancelledAt=lines.LATER, cancelReason="CUSTOMER"))
    assert [(units, status) for _, units, status, _ in rows()] == [(2, "CANCELLED"), (1, "COMPLETED")]
    assert only().status == "ORDER_COMPLETED"
    assert OrderException.objects.get().kind == "CANCELLED_AFTER_SHIPMENT"


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("FRAUD", "Cancelled in the shop: suspected fraud"),
        ("CUSTOMER", "Cancelled in the shop: the customer changed their mind"),
        ("BRAND_NEW", "Cancelled in the shop: brand new"),
        (None, "Cancelled in the shop"),
    ],
)
def test_an_order_cancelled_whole(shop: Shop, reason: str | None, words: str) -> None:
    store(shop, order(1, [line(11), line(12)]))
    OrderItem.objects.update(auto_cancel_date="2026-04-01")
    store(shop, later(1, [line(11), line(12)], cancelledAt=lines.LATER, cancelReason=reason))
    assert {status for _, _, status, _ in rows()} == {"CANCELLED"}
    assert (only().status, only().cancel_reason) == ("ORDER_CANCELLED", reason or "")
    told = OrderStatusHistory.objects.filter(to_status__endswith="_CANCELLED").values_list("to_status", "reason")
    assert sorted(told) == [("ITEM_CANCELLED", words), ("ITEM_CANCELLED", words), ("ORDER_CANCELLED", words)]
    assert set(OrderItem.objects.values_list("auto_cancel_date", flat=True)) == {None}


def test_an_open_item_keeps_its_auto_cancel_date(shop: Shop) -> None:
    store(shop, order(1, [line(11, quantity=3)]))
    OrderItem.objects.update(auto_cancel_date="2026-04-01")
    store(shop, later(1, [line(11, quantity=3, removed=1)]))
    dates = OrderItem.objects.order_by("seq").values_list("status", "auto_cancel_date")
    assert list(dates) == [("ITEM_CREATED", date(2026, 4, 1)), ("ITEM_CANCELLED", None)]
    assert OrderStatusHistory.objects.get(to_status="ITEM_CANCELLED").reason == "Removed in the shop"


def test_address_note_tags_and_payments_follow(shop: Shop) -> None:
    store(shop, order(1, [line(11)], shippingAddress=None))
    assert OrderException.objects.get().kind == "BAD_ADDRESS"
    paid = [lines.transaction(1, "SALE", "50.00"), lines.transaction(2, "REFUND", "5.00", 1)]
    store(shop, later(1, [line(11)], note="Leave it", tags=["a"], transactions=paid))
    assert (only().note, only().tags, only().payments.count(), only().addresses.count()) == ("Leave it", ["a"], 2, 2)
    assert OrderException.objects.get().resolved_at is not None


def test_a_collected_line_goes_to_the_place_it_is_collected_from(shop: Shop) -> None:
    store(shop, order(1, [line(11), line(12)], pickups=[lines.pickup(5, 1, 9, [11])]))
    assert set(OrderItem.objects.values_list("ship_group__kind", flat=True)) == {"PICKUP", "SHIPPING"}


def test_rows_of_a_line_add_up_to_the_shops_quantity(shop: Shop) -> None:
    store(shop, order(1, [line(11, quantity=6)]))
    for month, (removed, fulfilled) in enumerate([(1, 0), (1, 2), (3, 2), (3, 3)], 2):
        changed = [line(11, quantity=6, removed=removed, fulfilled=fulfilled)]
        store(shop, order(1, changed, updatedAt=f"2026-{month:02}-01T10:00:00Z"))
        found = dict(OrderItem.objects.values_list("status").annotate(units=Sum("quantity")))
        assert sum(found.values()) == 6
        assert found.get("ITEM_CANCELLED", 0) == removed
        assert found.get("ITEM_COMPLETED", 0) == fulfilled
    assert only().status == "ORDER_COMPLETED"


def test_new_orders_cost_the_same_number_of_statements(shop: Shop) -> None:
    def cost(*numbers: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            store(shop, *(order(number, [line(number * 10), line(number * 10 + 1)]) for number in numbers))
        return len(queries)

    cost(1)  # makes the tables of this connection
    assert cost(*range(100, 130)) == cost(2)


def test_products_of_one_connection_do_not_disturb_orders(shop: Shop) -> None:
    from integrations.shopify.bulk_load.small_batch import stage
    from integrations.shopify.products.bulk import SUBJECT

    store(shop, order(1, [line(11)]))
    with connection.cursor() as cursor:
        stage(cursor, SUBJECT, shop, [], "test")
    assert store(shop, order(2, [line(21)])).counts["created"] == 1


def test_nothing_is_written_when_the_database_refuses(shop: Shop) -> None:
    bad: Any = line(21)
    bad["originalUnitPriceSet"] = lines.money("-1.00")
    with pytest.raises(Exception, match="oms_orderitem_price_range"):
        store(shop, order(1, [line(11)]), order(2, [bad]))
    assert not OrderHeader.objects.exists()
