"""inventory_levels/update: what the merchant changes in the shop is the OMS's stock, whatever became of the events."""

from datetime import timedelta
from decimal import Decimal

import pytest
import requests
from django.utils import timezone

from integrations.effects import Action, perform
from integrations.shopify.inventory.echo import prefix
from jobs.audit import SYSTEM
from oms.inventory import ledger
from oms.models import Facility, InventoryDetail, InventoryLevel, ProductStore, ShopLocation, ShopProduct
from sandbox.builders.products import ProductDraft, VariantDraft
from sandbox.rules.fulfillment import fulfil
from sandbox.rules.inventory import set_quantities
from sandbox.rules.inventory_checks import Count
from sandbox.rules.products import create_product
from sandbox.rules.refund_checks import Refunded
from sandbox.rules.refunds import refund
from sandbox.state.records import Location, Variant
from tests.equality.reading import gid
from tests.orders.market import Market, line
from webhooks.models import WebhookEvent
from webhooks.processing.handle import drain
from webhooks.services import subscribe

pytestmark = pytest.mark.django_db(transaction=True)
TOPIC = "inventory_levels/update"


@pytest.fixture
def topics() -> list[str]:
    return [TOPIC]


def place(market: Market) -> Location:
    return next(iter(market.store.locations.values()))


def post(market: Market, available: int, variant: Variant | None = None) -> None:
    """The merchant's form on the page of stock."""
    item = market.store.item_of(variant or market.small)
    told = {"item": item.id, "location": place(market).id, "units": available, "back": "/stock"}
    url = market.neighbour.url
    answer = requests.post(f"{url}/stock", told, headers={"Origin": url}, timeout=240)
    assert answer.status_code == 200


def put(market: Market, available: int, variant: Variant | None = None) -> None:
    item = market.store.item_of(variant or market.small)
    set_quantities(market.store, "available", [Count(item=item, location=place(market), quantity=available)])


def settled(market: Market) -> list[WebhookEvent]:
    market.pass_by(1)
    market.told()
    drain()
    return list(WebhookEvent.objects.filter(topic=TOPIC).order_by("id"))


def numbers(market: Market, variant: Variant | None = None) -> tuple[int, int]:
    ours = ShopProduct.objects.get(shop=market.shop, gid=gid("ProductVariant", (variant or market.small).id))
    level = InventoryLevel.objects.get(product=ours.product)
    assert ledger.drifted() == []
    return level.qoh, level.atp


def test_the_merchant_changes_stock_on_the_page_and_the_ledger_says_so(heard: Market) -> None:
    post(heard, 42)
    [event] = settled(heard)
    assert (event.state, event.error) == ("done", "")
    assert event.lane == f"level:{heard.store.item_of(heard.small).id}:{place(heard).id}"
    assert [one["action"] for one in event.effects] == ["reset"]
    assert numbers(heard) == (42, 42)
    line_of_ledger = InventoryDetail.objects.get()
    assert (line_of_ledger.reason, line_of_ledger.actor) == ("RESET_QOH", f"webhook {TOPIC}")


@pytest.mark.parametrize("kind", ["webhook_doubled", "webhook_late", "webhook_lost"])
def test_doubled_shuffled_or_lost(heard: Market, kind: str) -> None:
    for available in (7, 30, 12):
        put(heard, available)
        heard.pass_by(0.1)
    heard.world.faults.plant({"kind": kind, "probability": 0.5 if kind == "webhook_lost" else 1.0, "times": None})
    for available in (99, 3, 17):
        put(heard, available)
        heard.pass_by(0.1)
    heard.world.faults.clear()
    put(heard, 18)
    events = settled(heard)
    assert {event.state for event in events} <= {"done", "ignored"}
    assert numbers(heard) == (18, 18)


def test_a_store_that_does_not_reserve_takes_what_is_available(heard: Market) -> None:
    """Sold units are on hand, and not available."""
    ProductStore.objects.update(reserve_inventory=False)
    heard.place((heard.small, 2))
    settled(heard)
    assert numbers(heard) == (98, 98)
    ProductStore.objects.update(reserve_inventory=True)
    heard.place((heard.small, 3))
    settled(heard)
    assert numbers(heard) == (100, 100)


@pytest.mark.parametrize("source", ["OMS", "EXTERNAL"])
def test_where_others_know_the_stock_the_shop_changes_nothing(heard: Market, source: str) -> None:
    Facility.objects.update(inventory_source=source)
    put(heard, 42)
    [event] = settled(heard)
    assert (event.state, InventoryDetail.objects.count()) == ("ignored", 0)
    assert "not the one that knows the stock" in event.error


def test_a_location_without_a_facility_says_so(heard: Market) -> None:
    ShopLocation.objects.update(facility=None)
    put(heard, 42)
    [event] = settled(heard)
    assert (event.state, event.error) == ("ignored", "The location stands for no facility")


def test_an_item_that_came_before_its_product_brings_it(heard: Market) -> None:
    cap = create_product(
        heard.store,
        ProductDraft(title="Cap", handle="cap", variants=[VariantDraft(values=[], price=Decimal(20), sku="CAP")]),
    )
    [variant] = heard.store.product_variants(cap)
    post(heard, 5, variant)
    assert settled(heard)[-1].state == "done"
    assert numbers(heard, variant) == (5, 5)


def test_what_is_not_counted_or_not_stocked_there_any_more(heard: Market) -> None:
    put(heard, 42)
    heard.store.item_of(heard.small).tracked = False
    [event] = settled(heard)
    assert (event.state, event.error) == ("ignored", "The shop does not count this item")
    heard.store.item_of(heard.small).tracked = True
    put(heard, 43)
    level = heard.store.level(heard.store.item_of(heard.small).id, place(heard).id)
    assert level is not None
    level.is_active = False
    late = settled(heard)[-1]
    assert (late.state, late.error) == ("ignored", "The item is not stocked at this location any more")


def test_an_older_number_is_left_alone(heard: Market) -> None:
    put(heard, 42)
    settled(heard)
    InventoryLevel.objects.update(source_updated_at=timezone.now() + timedelta(days=1))
    put(heard, 3)
    late = settled(heard)[-1]
    assert (late.state, late.error) == ("ignored", "A newer number of the shop was taken in already")
    assert numbers(heard) == (42, 42)


def test_our_own_number_comes_back_and_is_no_news(heard: Market) -> None:
    """We told the shop 5 of our 15, ten being safety stock."""
    put(heard, 15)
    settled(heard)
    item, location = heard.store.item_of(heard.small).gid, place(heard).gid
    key = prefix(heard.shop, item, location) + "1"
    sent = Action(
        key, "inventorySetQuantities", lambda _: put(heard, 5) or {}, lambda _: None, heard.shop, {"available": 5}
    )
    perform(sent)
    [_, echo] = settled(heard)
    assert ([one["action"] for one in echo.effects], numbers(heard)) == (["echo"], (15, 15))
    put(heard, 4)
    settled(heard)
    assert numbers(heard) == (4, 4)


@pytest.mark.parametrize("first", ["stock", "return"])
def test_units_that_came_back_count_once_whichever_event_is_first(heard: Market, first: str) -> None:
    subscribe(heard.shop, "refunds/create", SYSTEM)
    put(heard, 50)
    order = heard.place((heard.small, 2))
    heard.pass_by()
    fulfil(heard.store, order, [(order.fulfillment_orders[0], None)])
    settled(heard)
    assert numbers(heard) == (48, 48)
    heard.pass_by()
    wish = Refunded(line=line(order, "LINEN-SHIRT-S"), quantity=1, restock_type="RETURN", location_id=place(heard).id)
    refund(heard.store, order, [wish])
    heard.pass_by()
    heard.told()
    kept = WebhookEvent.objects.filter(state="pending")
    second = kept.exclude(topic=TOPIC) if first == "stock" else kept.filter(topic=TOPIC)
    held = list(second.values_list("pk", flat=True))
    WebhookEvent.objects.filter(pk__in=held).update(due_at=timezone.now() + timedelta(days=1))
    drain()
    assert numbers(heard) == (49, 49)
    WebhookEvent.objects.filter(pk__in=held).update(due_at=timezone.now())
    drain()
    assert numbers(heard) == (49, 49)
    assert InventoryDetail.objects.filter(reason="RETURN", qoh_diff=1).count() == 1
