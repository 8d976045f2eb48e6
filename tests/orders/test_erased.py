"""A customer who was erased on request stays so, whatever the shop still says of them; and a request is met once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from oms.customers.redaction import anonymise
from oms.models import OrderAddress, OrderHeader, ReturnItem
from sandbox.access.apps import CLIENT_ID
from sandbox.rules.fulfillment import fulfil
from sandbox.rules.order_details import update_order
from sandbox.rules.order_edits import edit_order
from sandbox.rules.return_lines import ReturnWish
from sandbox.rules.returns import request_return
from sandbox.state.records import Attribute, Order
from sandbox.webhooks.payloads.shop import person
from tests.imports.support import make_shop
from tests.orders.market import Market, line
from tests.orders.support import later, store
from tests.orders.support import line as line_read
from tests.orders.support import order as order_read
from tests.waiting import until, waiting_for_a_lock
from tests.webhooks.support import stored
from webhooks.models import WebhookEvent
from webhooks.processing.handle import drain

pytestmark = pytest.mark.django_db(transaction=True)
REDACT = "customers/redact"
TABLES = ("orderheader", "orderaddress", "orderitem", "returnitem")
TRACES = ("canary", "350 5th ave", "10118", "engraved")


@pytest.fixture
def order(heard: Market) -> Order:
    """An order of a customer with a telling name, as the webhook brings it."""
    buyer = heard.buyer
    buyer.first_name, buyer.last_name, buyer.email = "Zz", "Canary", "canary@example.com"
    order = heard.place()
    line(order, "MUG").custom_attributes = [Attribute(key="text", value="engraved for Zz")]
    address = order.shipping_address
    assert address
    address.first_name, address.last_name = "Zz", "Canary"
    update_order(heard.store, order, note="for Zz Canary", attributes=[Attribute(key="gift", value="of Zz Canary")])
    take_in(heard)
    assert known() == list(TRACES)
    return order


def take_in(market: Market) -> None:
    """Carry out what the shop has sent."""
    market.told()
    drain()


def erase(market: Market) -> bytes:
    """The request as the shop sends it; its body."""
    payload = person(market.store, market.buyer, "orders_to_redact")
    market.world.webhooks.send_directly(REDACT, payload, settings.WEBHOOK_ADDRESS, CLIENT_ID)
    market.told()
    event = WebhookEvent.objects.get(topic=REDACT)
    drain()
    assert (WebhookEvent.objects.get(topic=REDACT).state, known()) == ("done", [])
    return bytes(event.body)


def known() -> list[str]:
    """The traces that the tables about orders hold."""
    held = ""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT string_agg(lower(t::text), ' ') FROM oms_{table} t")
            held += cursor.fetchone()[0] or ""
    return [trace for trace in TRACES if trace in held]


def by_job(market: Market) -> None:
    assert market.counts("orders.update_orders", frequency=120)["updated"] == 1


def by_bulk(market: Market) -> None:
    assert market.counts("initial_load.import_orders", status="any")["updated"] == 1


@pytest.mark.parametrize("bring", [by_job, by_bulk, take_in])
def test_what_the_shop_says_later_brings_nobody_back(
    heard: Market, order: Order, bring: Callable[[Market], None]
) -> None:
    erase(heard)
    heard.pass_by()
    edit_order(heard.store, order, {line(order, "MUG").id: 3})
    update_order(heard.store, order, tags=["vip"])
    heard.pass_by()
    bring(heard)
    ours = heard.ours(order)
    assert (known(), ours.tags, ours.current_total) == ([], ["vip"], order.current_total_price)
    assert sum(units for sku, units, _ in heard.units(order) if sku == "MUG") == 3
    kept = ours.addresses.get(kind="SHIPPING")
    assert (kept.country_code, kept.province_code, kept.city, kept.latitude) == ("US", "NY", "", None)


def test_a_return_that_comes_later_says_nothing_of_them(heard: Market, order: Order) -> None:
    erase(heard)
    heard.pass_by()
    fulfil(heard.store, order, [(order.fulfillment_orders[0], None)])
    [part, *_] = order.fulfillments[0].lines
    wish = ReturnWish(fulfillment_line_id=part.id, quantity=1, customer_note="Zz Canary finds it small")
    request_return(heard.store, order, [wish])
    take_in(heard)
    assert (ReturnItem.objects.get().note, known()) == ("", [])


def test_an_old_request_under_new_ids_erases_nothing_that_came_since(heard: Market, order: Order) -> None:
    body = erase(heard)
    WebhookEvent.objects.update(created_at=F("created_at") - timedelta(days=90))
    heard.pass_by()
    later = heard.place()
    take_in(heard)
    again = stored(heard.shop, REDACT, body)
    drain()
    again.refresh_from_db()
    assert (again.state, "had the same body" in again.error) == ("ignored", True)
    assert heard.ours(later).customer_email == "canary@example.com"
    assert heard.ours(order).customer_email == ""


def test_an_import_under_way_leaves_nothing_behind_either() -> None:
    """It has written the customer's addresses anew, and nobody but itself sees them yet."""
    shop = make_shop()
    store(shop, order_read(1, [line_read(11)]))

    def erased() -> None:
        with transaction.atomic():
            anonymise(OrderHeader.objects.filter(shop=shop))
        connection.close()

    with ThreadPoolExecutor(1) as beside:
        with transaction.atomic():
            store(shop, later(1, [line_read(11)]))
            ended = beside.submit(erased)
            until("the erasure waits for the order", waiting_for_a_lock)
        ended.result()
    assert set(OrderAddress.objects.values_list("name", "address1", "country_code")) == {("", "", "US")}
