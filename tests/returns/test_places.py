"""Units that came back to a location which stands for no facility: they wait, are shown, and go in stock once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from console.presentation.audit import lines as audit_lines
from jobs import audit
from jobs.models import AuditLog, RunChange
from oms.inventory import ledger
from oms.models import (
    Facility,
    InventoryDetail,
    InventoryLevel,
    ProductStore,
    ReturnHeader,
    ReturnItem,
    Shop,
    ShopLocation,
)
from oms.returns.restock import Restock, restock, restock_waiting
from tests.admin_audit.driving import address, broken, send
from tests.oms import factories
from tests.orders.market import Market, trading
from tests.returns.goods import refunded, shipped

RETURNS = "orders.returns"
PLACE = "gid://shopify/Location/1"
CAME_BACK = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def shop(db: None) -> Shop:
    return factories.shop()


@pytest.fixture
def browser(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    return client


@pytest.fixture
def market(transactional_db: None, tmp_path: Path) -> Iterator[Market]:
    with trading(tmp_path) as made:
        yield made


def came_back(
    shop: Shop, number: int = 1, *, at: datetime | None = None, place: str = PLACE, **values: Any
) -> ReturnItem:
    """Two units, and nobody knows where."""
    order = factories.order(f"gid://shopify/Order/{shop.pk}-{number}", name=f"#{number}", shop=shop)
    header = ReturnHeader.objects.create(order=order, gid=str(number), status="RETURN_COMPLETED")
    goods = factories.product(f"Shirt {number}")
    told = {"gid": str(number), "line_gid": str(number), "product": goods, "quantity": 2, **values}
    item = ReturnItem.objects.create(header=header, **told)
    restock(Restock(item, None, at, place), actor="test")
    return item


def mapped(shop: Shop, gid: str = PLACE, **values: Any) -> Facility:
    facility = factories.facility(f"F{Facility.objects.count()}", **values)
    ShopLocation.objects.update_or_create(shop=shop, gid=gid, defaults={"facility": facility})
    return facility


def states() -> list[str]:
    return list(ReturnItem.objects.order_by("pk").values_list("restock_status", flat=True))


def levels() -> list[tuple[int, int]]:
    return list(InventoryLevel.objects.order_by("pk").values_list("qoh", "atp"))


def ledger_lines() -> list[tuple[str, int]]:
    return list(InventoryDetail.objects.order_by("pk").values_list("reason", "qoh_diff"))


def parked(market: Market) -> Facility:
    """The facility whose location stands for nothing now; two shirts that the shop put there wait."""
    order = shipped(market)
    place = ShopLocation.objects.get()
    facility, place.facility = place.facility, None
    place.save()
    refunded(market, order, 2, "RETURN", next(iter(market.store.locations)))
    market.run(RETURNS)
    assert (states(), levels()) == (["PENDING_LOCATION"], [])
    assert facility is not None
    return facility


def test_the_job_finds_what_its_window_left_behind(market: Market) -> None:
    facility = parked(market)
    assert market.counts(RETURNS)["units_restocked"] == 0
    ShopLocation.objects.update(facility=facility)
    preview = market.attempt(market.begin(RETURNS, dry=True))
    assert (preview.counters["units_restocked"], states()) == (2, ["PENDING_LOCATION"])
    run = market.run(RETURNS)
    assert (run.counters["read"], run.counters["units_restocked"]) == (0, 2), "the window doesn't cover it"
    assert (states(), levels()) == (["RESTOCKED"], [(2, 2)])
    assert RunChange.objects.filter(run=run, kind="return", action="restocked").count() == 1
    again = market.counts(RETURNS, buffer_time=120)
    assert (again["units_restocked"], again["returns_unchanged"], levels()) == (0, 1, [(2, 2)])
    assert market.unequal_returns() == []


def test_a_run_for_one_order_is_for_that_order_alone(market: Market) -> None:
    ShopLocation.objects.update(facility=parked(market))
    other = market.place()
    market.pass_by()
    market.run(RETURNS, order_id=other.id)
    assert states() == ["PENDING_LOCATION"]


def test_on_the_page_of_the_shop_at_once(market: Market, browser: Client) -> None:
    facility, shop = parked(market), market.shop
    url = address("oms.Shop", "change", shop.pk)
    formsets = browser.get(url).context["inline_admin_formsets"]
    (prefix,) = (one.formset.prefix for one in formsets if one.formset.model is ShopLocation)
    send(browser, url, **{f"{prefix}-0-facility": str(facility.pk)})
    assert (states(), levels()) == (["RESTOCKED"], [(2, 2)])
    row = AuditLog.objects.get(action="returns.restocked")
    assert (row.actor_name, row.after) == ("root", {"units": 2, "orders": 1})
    (told,) = audit_lines([row])
    assert (told.verb, told.target) == ("mapped locations, and returned units went in stock, in", shop.domain)
    assert "are in stock now: 2 (orders: 1)." in browser.get(url).content.decode()
    assert list(InventoryDetail.objects.values_list("actor", flat=True)) == ["root"]
    assert market.counts(RETURNS, buffer_time=120)["returns_unchanged"] == 1
    assert levels() == [(2, 2)]


def test_on_a_page_of_its_own(shop: Shop, browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    came_back(shop)
    facility = factories.facility()
    place = ShopLocation.objects.create(shop=shop, gid=PLACE)
    url = address("oms.ShopLocation", "change", place.pk)
    with monkeypatch.context() as patch, pytest.raises(OSError, match="no row today"):
        patch.setattr(audit, "record", broken)
        send(browser, url, facility=str(facility.pk))
    assert (states(), levels()) == (["PENDING_LOCATION"], [])
    send(browser, url, facility=str(facility.pk))
    assert (states(), levels()) == (["RESTOCKED"], [(2, 2)])
    send(browser, url, name="Elsewhere")
    assert AuditLog.objects.filter(action="returns.restocked").count() == 1


def test_what_has_no_place_yet_stays(shop: Shop) -> None:
    other = factories.shop("other.myshopify.com")
    came_back(shop, 1, place="gid://shopify/Location/2")
    came_back(shop, 2, place="")
    came_back(other, 3)
    mapped(shop)
    assert restock_waiting(shop.pk, actor="test") == []
    assert states() == ["PENDING_LOCATION"] * 3


def test_each_goes_where_its_own_location_stands_for(shop: Shop) -> None:
    items = [came_back(shop, number, place=f"gid://shopify/Location/{number}") for number in (1, 2)]
    places = [mapped(shop, item.location_gid) for item in items]
    assert restock_waiting(shop.pk, actor="test") == items
    assert list(ReturnItem.objects.order_by("pk").values_list("facility", flat=True)) == [one.pk for one in places]
    assert restock_waiting(shop.pk, actor="test") == []


def test_what_the_shop_counted_meanwhile_does_not_count_twice(shop: Shop) -> None:
    early, late = came_back(shop, 1, at=CAME_BACK), came_back(shop, 2, at=CAME_BACK)
    facility = mapped(shop, inventory_source="SHOPIFY")
    for item, taken in ((early, timedelta(hours=-1)), (late, timedelta(hours=1))):
        assert item.product_id is not None
        ledger.reset([ledger.Target(item.product_id, facility.pk, 10)], ledger.By.QOH)
        InventoryLevel.objects.filter(product=item.product_id).update(source_updated_at=CAME_BACK + taken)
    restock_waiting(shop.pk, actor="test")
    assert (states(), levels()) == (["RESTOCKED"] * 2, [(12, 12), (10, 10)])


def test_defective_units_are_damaged_where_the_store_says_so(shop: Shop) -> None:
    ProductStore.objects.update(auto_damage_on_defective=True)
    came_back(shop, 1, reason="DEFECTIVE")
    came_back(shop, 2, reason="UNWANTED")
    mapped(shop)
    restock_waiting(shop.pk, actor="test")
    assert ledger_lines() == [("RETURN", 2), ("VARIANCE", -2), ("RETURN", 2)]
    assert [one.damaged_at is not None for one in ReturnItem.objects.order_by("pk")] == [True, False]


def test_any_number_takes_the_same_statements(shop: Shop) -> None:
    mapped(shop)

    def cost(first: int, count: int) -> int:
        for number in range(first, first + count):
            came_back(shop, number, at=timezone.now(), reason="DEFECTIVE")
        with CaptureQueriesContext(connection) as queries:
            assert len(restock_waiting(shop.pk, actor="test")) == count
        return len([one for one in queries if "SAVEPOINT" not in one["sql"]])

    assert cost(100, 1) == cost(200, 40) == 6


@pytest.mark.django_db(transaction=True)
def test_many_in_the_same_moment_put_them_in_stock_once() -> None:
    shop = factories.shop()
    for number in range(5):
        came_back(shop, number)
    mapped(shop)
    together = Barrier(4)

    def go(_: int) -> int:
        try:
            together.wait(240)
            return len(restock_waiting(shop.pk, actor="test"))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(go, range(4))) == [0, 0, 0, 5]
    assert levels() == [(2, 2)] * 5 and not ledger.drifted()
