"""The shop names another shipping method for an order that we have: what still waits in a queue follows."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from integrations.models import WebhookSubscription
from oms.models import Facility, OrderException, OrderItem, OrderItemShipGroup, ShipmentMethod, Shop, ShopShippingMethod
from sandbox.rules.cancellation import cancel_order
from sandbox.rules.fulfillment import fulfil
from sandbox.state.order_records import Order as Bought
from tests.imports import lines
from tests.imports.support import make_shop
from tests.orders.market import Market
from tests.orders.support import later, line, order, store
from tests.webhooks.support import stored
from webhooks.processing.handle import drain

STILL_LATER = "2026-03-01T10:00:00Z"
WAYS = [
    ("Standard", "Next Day", ("NEXT_DAY", "Next Day"), []),
    ("Pigeon", "Next Day", ("NEXT_DAY", "Next Day"), []),
    ("Standard", "Pigeon", ("STANDARD", "Pigeon"), ["Pigeon"]),
    ("Pigeon", "Dove", ("STANDARD", "Dove"), ["Dove"]),
]


@pytest.fixture
def shop(db: None) -> Shop:
    return make_shop()


def methods() -> list[tuple[str, int, str, str]]:
    """Every item: its line's number, units, method and what the customer asked for."""
    items = OrderItem.objects.select_related("ship_group__method").order_by("order_id", "seq")
    return [(item.line_gid.rpartition("/")[2], item.quantity, *_way(item.ship_group)) for item in items]


def _way(group: OrderItemShipGroup) -> tuple[str, str]:
    return group.method.code, group.requested_method


def unknown() -> list[str]:
    """What the open exceptions about methods name."""
    found = OrderException.objects.filter(kind="UNKNOWN_SHIPPING_METHOD", resolved_at=None).order_by("id")
    return [one.message.split('"')[1] for one in found]


def kinds() -> list[str]:
    """Of everything that is open."""
    return list(OrderException.objects.filter(resolved_at=None).order_by("kind").values_list("kind", flat=True))


def send_off(*items: OrderItem) -> OrderItemShipGroup:
    """As if a place was found that ships these."""
    place, _ = Facility.objects.get_or_create(code="SHOP", defaults={"name": "Shop", "type": "RETAIL_STORE"})
    was = items[0].ship_group
    group = OrderItemShipGroup.objects.create(
        order=was.order, seq=90, facility=place, method=was.method, requested_method=was.requested_method
    )
    OrderItem.objects.filter(pk__in=[item.pk for item in items]).update(ship_group=group)
    return group


@pytest.mark.parametrize(("before", "after", "way", "exceptions"), WAYS)
def test_what_waits_follows(shop: Shop, before: str, after: str, way: tuple[str, str], exceptions: list[str]) -> None:
    store(shop, order(1, [line(11), line(12)], method=before))
    saved = store(shop, later(1, [line(11), line(12, quantity=3)], method=after))
    assert methods() == [("11", 2, *way), ("12", 2, *way), ("12", 1, *way)]
    assert OrderItemShipGroup.objects.count() == 1
    assert saved.written[0].outcome.units["method_changed"] == 4
    assert unknown() == exceptions


def changed(market: Market, before: str, after: str) -> Bought:
    """An order that we have, and that the shop has since changed to another method."""
    bought = market.place(shipping_title=before)
    market.run("orders.new_orders")
    market.pass_by()
    market.ship_by(bought, after)
    return bought


@pytest.mark.parametrize(("before", "after", "way", "exceptions"), WAYS)
@pytest.mark.django_db(transaction=True)
def test_by_job(market: Market, before: str, after: str, way: tuple[str, str], exceptions: list[str]) -> None:
    changed(market, before, after)
    market.run("orders.update_orders")
    assert [part[2:] for part in methods()] == [way, way]
    assert unknown() == exceptions
    assert market.unequal() == []


@pytest.mark.parametrize(("before", "after", "way", "exceptions"), WAYS)
@pytest.mark.django_db(transaction=True)
def test_by_webhook(market: Market, before: str, after: str, way: tuple[str, str], exceptions: list[str]) -> None:
    bought = changed(market, before, after)
    WebhookSubscription.objects.update_or_create(shop=market.shop, topic="orders/updated", defaults={"wanted": True})
    told: dict[str, Any] = {"id": bought.id, "admin_graphql_api_id": lines.gid("Order", bought.id)}
    event = stored(market.shop, "orders/updated", json.dumps(told).encode())
    drain()
    event.refresh_from_db()
    assert event.state == "done"
    assert [part[2:] for part in methods()] == [way, way]
    assert unknown() == exceptions


def test_what_has_left_the_queue_stays(shop: Shop) -> None:
    store(shop, order(1, [line(11), line(12)]))
    send_off(OrderItem.objects.get(line_gid__endswith="/11"))
    store(shop, later(1, [line(11), line(12)], method="Next day"))
    assert methods() == [("11", 2, "STANDARD", "Standard"), ("12", 2, "NEXT_DAY", "Next day")]


def test_what_was_decided_stays_in_its_group(shop: Shop) -> None:
    store(shop, order(1, [line(11, quantity=3)]))
    store(shop, later(1, [line(11, quantity=3, removed=1)]))
    changed = order(1, [line(11, quantity=3, removed=1)], method="Next day", updatedAt=STILL_LATER)
    store(shop, changed)
    assert methods() == [("11", 2, "NEXT_DAY", "Next day"), ("11", 1, "STANDARD", "Standard")]
    assert list(OrderItemShipGroup.objects.order_by("seq").values_list("seq", "kind")) == [
        (1, "SHIPPING"),
        (2, "SHIPPING"),
    ]


def test_a_pre_order_keeps_its_queue_its_kind_and_its_dates(shop: Shop) -> None:
    store(shop, order(1, [line(11)]))
    parking = Facility.objects.get(code="PRE_ORDER_PARKING")
    OrderItemShipGroup.objects.update(facility=parking, kind="PREORDER", ship_after="2026-05-01")
    store(shop, later(1, [line(11), line(12)], method="Next day"))
    found = OrderItemShipGroup.objects.order_by("seq").values_list("kind", "method__code", "ship_after__month")
    assert list(found) == [("PREORDER", "NEXT_DAY", 5), ("SHIPPING", "NEXT_DAY", None)]


def test_what_is_collected_stays_collected(shop: Shop) -> None:
    pickups = [lines.pickup(5, 1, 9, [11])]
    store(shop, order(1, [line(11), line(12)], pickups=pickups))
    store(shop, later(1, [line(11), line(12)], pickups=pickups, method="Next day"))
    assert methods() == [("11", 2, "STOREPICKUP", ""), ("12", 2, "NEXT_DAY", "Next day")]


def test_the_exception_stays_while_something_leaves_by_the_unknown_method(shop: Shop) -> None:
    store(shop, order(1, [line(11), line(12)], method="Pigeon"))
    send_off(OrderItem.objects.get(line_gid__endswith="/11"))
    store(shop, later(1, [line(11), line(12)], method="Next day"))
    assert methods() == [("11", 2, "STANDARD", "Pigeon"), ("12", 2, "NEXT_DAY", "Next day")]
    assert unknown() == ["Pigeon"]
    store(shop, order(1, [line(11, fulfilled=2), line(12)], method="Next day", updatedAt=STILL_LATER))
    assert unknown() == []


@pytest.mark.parametrize(
    "items",
    [[line(11, removed=1, fulfilled=1)], [line(11, removed=2)]],
    ids=["sent", "taken off"],
)
def test_an_order_with_nothing_left_to_ship_needs_nobody(shop: Shop, items: list[Any]) -> None:
    store(shop, order(1, [line(11)], method="Pigeon", shippingAddress=None))
    assert kinds() == ["BAD_ADDRESS", "UNKNOWN_SHIPPING_METHOD"]
    store(shop, later(1, [line(11, removed=1)], method="Pigeon", shippingAddress=None))
    assert kinds() == ["BAD_ADDRESS", "UNKNOWN_SHIPPING_METHOD"], "one unit is still to be sent"
    store(shop, order(1, items, method="Pigeon", shippingAddress=None, updatedAt=STILL_LATER))
    assert kinds() == []


@pytest.mark.django_db(transaction=True)
def test_what_the_shop_ships_and_calls_off_is_as_if_it_had_never_waited(market: Market) -> None:
    sent, called_off = (market.place(shipping_title="Pigeon") for _ in range(2))
    market.run("orders.new_orders")
    assert kinds() == ["UNKNOWN_SHIPPING_METHOD", "UNKNOWN_SHIPPING_METHOD"]
    market.pass_by()
    fulfil(market.store, sent, [(sent.fulfillment_orders[0], None)])
    cancel_order(market.store, called_off, reason="CUSTOMER", restock=True, refund=True)
    market.run("orders.update_orders")
    assert market.unequal() == [] == kinds()


def test_a_method_that_was_mapped_meanwhile(shop: Shop) -> None:
    store(shop, order(1, [line(11)], method="Pigeon"))
    ShopShippingMethod.objects.create(shop=shop, title="Pigeon", method=ShipmentMethod.objects.get(code="NEXT_DAY"))
    store(shop, later(1, [line(11)], method="Pigeon"))
    assert (methods(), unknown()) == ([("11", 2, "NEXT_DAY", "Pigeon")], [])


def test_any_number_of_lines_takes_the_same_statements(shop: Shop) -> None:
    def cost(number: int, count: int) -> int:
        items = [line(number * 100 + one) for one in range(count)]
        store(shop, order(number, items))
        with CaptureQueriesContext(connection) as queries:
            store(shop, later(number, items, method="Next day"))
        return len(queries)

    cost(1, 1)  # makes the tables of this connection
    assert cost(2, 2) == cost(3, 40)
