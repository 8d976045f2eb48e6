"""What orders can be found by."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.search.fields import UnmodelledField
from sandbox.state.base import money
from sandbox.state.records import DiscountApplication, Order
from sandbox.state.store import Store
from tests.sandbox import shops
from tests.sandbox.search.finding import found, looked_for

DAY = timedelta(days=1)


@pytest.fixture
def store() -> Store:
    """Five orders: #1001 open and paid, #1002 authorized and tagged, #1003 cancelled, #1004 shipped and closed by
    POS, #1005 refunded, a test with a discount code, of another customer."""
    store = shops.small_store()
    shirt = shops.variants(store, next(iter(store.products.values())))[1]
    old = shops.NOW - 3 * DAY
    made = [shops.order(store, [(shirt, 1)], at=old + number * DAY) for number in range(3)]
    made[0].tags, made[0].display_financial_status = ["VIP", "Gift wrap"], "AUTHORIZED"
    made[1].cancelled_at, made[1].return_status = old, "RETURN_REQUESTED"
    shops.ship(store, made[2])
    made[2].closed_at, made[2].source_name = shops.NOW, "pos"
    bob = shops.customer(store, "Bob", "Norman", email="bob@shop.example")
    other = shops.order(store, [(shirt, 30)], customer=bob, at=old, test=True)
    other.discount_applications = [DiscountApplication(title="Ten", code="TEN")]
    other.display_financial_status = "REFUNDED"
    other.current_total_price = money("0.00")
    return store


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", "1001 1002 1003 1004 1005"),
        ("name:1002", "1002"),
        ("name:'#1002'", "1002"),
        ("name:100*", "1001 1002 1003 1004 1005"),
        ("id:5800000000003", "1003"),
        ("id:'gid://shopify/Order/5800000000003'", "1003"),
        ("id:>5800000000003", "1004 1005"),
        ("id:>=5800000000003 id:<5800000000005", "1003 1004"),
        ("status:open", "1001 1002 1005"),
        ("status:closed", "1004"),
        ("status:cancelled", "1003"),
        ("status:not_closed", "1001 1002 1003 1005"),
        ("-status:cancelled", "1001 1002 1004 1005"),
        ("NOT status:cancelled AND NOT status:closed", "1001 1002 1005"),
        ("status:cancelled OR status:closed", "1003 1004"),
        ("status:open,closed", "1001 1002 1004 1005"),
        ("(status:cancelled OR status:closed) name:1004", "1004"),
        ("financial_status:paid", "1001 1003 1004"),
        ("financial_status:AUTHORIZED", "1002"),
        ("fulfillment_status:shipped", "1004"),
        ("fulfillment_status:unshipped", "1001 1002 1003 1005"),
        ("return_status:return_requested", "1003"),
        ("tag:vip", "1002"),
        ("tag:'gift wrap'", "1002"),
        ("tag_not:vip", "1001 1003 1004 1005"),
        ("tag:*", "1002"),
        ("-tag:*", "1001 1003 1004 1005"),
        ("test:true", "1005"),
        ("source_name:pos", "1004"),
        ("discount_code:ten", "1005"),
        ("sku:LINEN-SHIRT-S", "1001"),
        ("sku:MUG OR sku:linen-shirt-m", "1001 1002 1003 1004 1005"),
        ("email:ada@example.com", "1001"),
        ("email:*", "1001 1005"),
        ("customer_id:7500000000002", "1005"),
        ("created_at:>'2026-11-19T00:00:00Z'", "1001 1004"),
        ("created_at:2026-11-18", "1003"),
        ("created_at:<=2025", ""),
        ("created_at:<now", "1002 1003 1004 1005"),
        ("processed_at:>='2026-11-18T12:00:00Z' processed_at:<'2026-11-19T12:00:00Z'", "1003"),
        ("current_total_price:0", "1005"),
        ("current_total_price:>=45 current_total_price:<=46.00", "1002 1003 1004"),
        ("subtotal_line_items_quantity:3..40", "1001 1005"),
        ("norman", "1005"),
        ("NOR*", "1005"),
        ("bob norman", "1005"),
        ("mug", "1001"),
        ("delivery_method:shipping name:1001", "1001"),
    ],
)
def test_orders_are_found(store: Store, text: str, names: str) -> None:
    assert [order.name.lstrip("#") for order in found(store, "orders", text)] == names.split()


@pytest.mark.parametrize(
    ("text", "names", "field"),
    [
        ("finacial_status:paid", "1001 1002 1003 1004 1005", "finacial_status"),
        ("cancelled_at:>'2026-01-01'", "1001 1002 1003 1004 1005", "cancelled_at"),
        ("status:cancelled nonsense:1", "1003", "nonsense"),
        ("-nonsense:1", "1001 1002 1003 1004 1005", "nonsense"),
        ("status:closed OR nonsense:1", "1004", "nonsense"),
    ],
)
def test_an_unknown_field_warns_and_is_left_out(store: Store, text: str, names: str, field: str) -> None:
    records, warnings = looked_for(store, "orders", text)
    assert [order.name.lstrip("#") for order in records] == names.split()
    assert warnings == [{"field": field, "message": "Invalid search field for this query.", "code": "invalid_field"}]


def test_a_time_without_quotes_finds_nothing_and_warns_of_a_field_that_nobody_wrote(store: Store) -> None:
    records, warnings = looked_for(store, "orders", "updated_at:>=2026-09-25T02:45:22Z")
    assert records == []
    assert [warning["field"] for warning in warnings] == ["updated_at", "45"]


@pytest.mark.parametrize("text", ["status:opened", "test:maybe", "id:abc", "current_total_price:dear"])
def test_a_value_that_is_not_accepted_warns_and_finds_nothing(store: Store, text: str) -> None:
    records, warnings = looked_for(store, "orders", text)
    assert records == []
    assert [(warning["field"], warning["code"]) for warning in warnings] == [(text.partition(":")[0], "invalid_value")]


def test_a_field_that_the_store_does_not_model_is_refused(store: Store) -> None:
    with pytest.raises(UnmodelledField, match="chargeback_status"):
        looked_for(store, "orders", "chargeback_status:lost")


def test_places_of_an_order(store: Store) -> None:
    shipped: Order = store.order_by_name("#1004")  # type: ignore[assignment]
    place = shipped.fulfillments[0].location_id
    shipped.retail_location_id = place
    for name in ("fulfillment_location_id", "location_id", "reference_location_id"):
        assert found(store, "orders", f"{name}:{place}") == [shipped]


def test_now_moves_with_the_store_s_clock(store: Store) -> None:
    store.clock.stop_at(datetime(2026, 11, 18, 12, tzinfo=UTC))
    assert [order.name for order in found(store, "orders", "created_at:<now")] == ["#1002", "#1005"]
