"""Orders over HTTP: who sees whom, pages, a person's approval, damaged units."""

from datetime import UTC, datetime, timedelta

import pytest

from jobs.models import AuditLog
from oms.models import InventoryLevel, OrderException, OrderHeader, ProductStore, ReturnHeader
from oms.returns.restock import Restock, restock
from tests.api.conftest import Call
from tests.oms import factories

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 1, tzinfo=UTC)


def placed(number: int, **columns: object) -> OrderHeader:
    at = START + timedelta(minutes=number)
    told = {"name": f"#{number}", "order_date": at, "customer_name": "Ada", "customer_email": "ada@example.com"}
    return factories.order(f"gid://shopify/Order/{number}", **{**told, **columns})


def names(call: Call, query: str) -> list[str]:
    return [order["name"] for order in call("get", f"/orders{query}", role="viewer").json()["orders"]]


def test_found_by_number_status_and_what_needs_a_person(call: Call) -> None:
    placed(1001)
    odd = placed(1002, status="ORDER_APPROVED")
    OrderException.objects.create(order=odd, kind="BAD_ADDRESS", message="none")
    assert names(call, "") == ["#1002", "#1001"]
    assert names(call, "?q=1001") == ["#1001"]
    assert names(call, "?status=ORDER_APPROVED") == names(call, "?needs_person=true") == ["#1002"]
    assert call("get", "/orders?status=LOST").status_code == 422
    assert call("get", "/orders?after=yesterday").status_code == 422
    assert call("get", "/orders?shop=nowhere.myshopify.com").status_code == 422


def test_pages(call: Call) -> None:
    for number in range(7):
        placed(number, order_date=START)
    seen: list[str] = []
    after = ""
    while True:
        page = call("get", f"/orders?limit=3{after}", role="viewer").json()
        seen += [order["name"] for order in page["orders"]]
        if page["next"] is None:
            break
        after = "&after=" + page["next"].replace("+", "%2B")
    assert seen == [f"#{number}" for number in reversed(range(7))]


def test_who_bought_is_for_operators(call: Call) -> None:
    order = placed(1001)
    order.addresses.create(kind="SHIPPING", name="Ada", address1="1 Main St", city="New York", country_code="US")
    for path in ("/orders", f"/orders/{order.pk}"):
        seen, hidden = call("get", path).content, call("get", path, role="viewer").content
        assert b"ada@example.com" in seen and b"ada@example.com" not in hidden
    told = call("get", f"/orders/{order.pk}", role="viewer").json()
    assert told["addresses"][0]["city"] == "New York" and told["addresses"][0]["address1"] is None
    assert call("get", f"/orders/{order.pk}").json()["addresses"][0]["address1"] == "1 Main St"


def test_an_order_with_its_items(call: Call) -> None:
    order = placed(1001)
    factories.item(order, factories.ship_group(order))
    (item,) = call("get", f"/orders/{order.pk}").json()["items"]
    assert (item["facility"], item["status"]) == ("_NA_", "ITEM_CREATED")


def test_a_persons_approval(call: Call) -> None:
    order = placed(1001)
    refused = call("post", f"/orders/{order.pk}/approve")
    assert refused.status_code == 409 and "by its rule" in refused.json()["error"]
    ProductStore.objects.update(approval_rule="MANUAL")
    assert call("post", f"/orders/{order.pk}/approve").json()["status"] == "ORDER_APPROVED"
    assert AuditLog.objects.get(action="order.approved").actor_name == "a operator"
    assert call("post", f"/orders/{order.pk}/approve").status_code == 409


def test_damaged_units_leave_stock_once(call: Call) -> None:
    order = placed(1001)
    header = ReturnHeader.objects.create(order=order, gid="r", name="#1001-R1", status="RETURN_COMPLETED")
    item = header.items.create(gid="l", line_gid="x", product=factories.product(), quantity=2)
    restock(Restock(item, factories.facility().pk), actor="a job")
    (told,) = call("post", f"/returned-items/{item.pk}/damaged").json()["returns"]
    assert told["damaged_at"] and told["restock_status"] == "RESTOCKED"
    assert InventoryLevel.objects.get().qoh == 0
    assert call("post", f"/returned-items/{item.pk}/damaged").status_code == 409
    assert AuditLog.objects.filter(action="return.damaged").count() == 1
