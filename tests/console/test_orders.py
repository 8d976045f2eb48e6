"""The list of orders: found by number, status and customer; the searches that lead to one."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from oms.models import OrderException, OrderHeader
from tests.console import support
from tests.oms import factories

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 1, tzinfo=UTC)


def placed(number: int, **columns: Any) -> OrderHeader:
    values = {"name": f"#{number}", "order_date": START + timedelta(minutes=number), **columns}
    return factories.order(f"gid://shopify/Order/{number}", **values)


def listed(client: Client, **asked: object) -> list[str]:
    """The names on the page, in its order."""
    answer = client.get(reverse("console:orders"), asked)
    assert answer.status_code == 200
    return [order.name for order in answer.context["orders"]]


@pytest.fixture
def some(db: None) -> None:
    placed(1001, customer_name="Ada Long", customer_email="ada@example.com")
    placed(1002, status="ORDER_APPROVED", customer_email="ADA@example.com")
    placed(1003, status="ORDER_CANCELLED", cancelled_at=START)
    placed(11001, not_approved="0.00 of 9.00 USD are authorised or settled")


def test_newest_first_and_narrowed_down(viewer: Client, some: None) -> None:
    assert listed(viewer) == ["#11001", "#1003", "#1002", "#1001"]
    assert listed(viewer, status="ORDER_CANCELLED") == ["#1003"]
    assert listed(viewer, status="ORDER_LOST") == listed(viewer)
    OrderException.objects.create(order=OrderHeader.objects.get(name="#1002"), kind="BAD_ADDRESS", message="none")
    assert listed(viewer, look="1") == ["#1002"]
    assert listed(viewer, shop=str(OrderHeader.objects.latest("id").shop_id + 1)) == []


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("1001", ["#1001"]),
        ("#1001", ["#1001"]),
        ("100", ["#11001", "#1003", "#1002", "#1001"]),
        ("#1100", ["#11001"]),
        ("4711", []),
        ("\x00%", []),
    ],
)
def test_by_number_the_exact_one_alone(viewer: Client, some: None, words: str, names: list[str]) -> None:
    assert listed(viewer, q=words) == names


def test_pages_by_key(viewer: Client) -> None:
    for number in range(120):
        placed(number, order_date=START)
    seen: list[str] = []
    before = ""
    while True:
        answer = viewer.get(reverse("console:orders"), {"before": before, "status": "ORDER_CREATED"})
        seen += [order.name for order in answer.context["orders"]]
        before = answer.context["older"]
        if not before:
            break
    assert seen == [f"#{number}" for number in reversed(range(120))]
    assert viewer.get(reverse("console:orders"), {"before": "yesterday"}).status_code == 200


def test_a_customers_mail_is_asked_by_post_and_stands_in_no_address(operator: Client, some: None) -> None:
    answer = operator.post(reverse("console:orders_of_email"), {"email": "Ada@Example.com"})
    assert answer.status_code == 302 and "ada" not in answer["Location"].lower()
    page = operator.get(answer["Location"])
    assert [order.name for order in page.context["orders"]] == ["#1002", "#1001"]
    assert b"ada@example.com" not in page.content
    lost = operator.post(reverse("console:orders_of_email"), {"email": "nobody@example.com"}, follow=True)
    assert b"No order has this e-mail." in lost.content


def test_nobody_is_alike_without_a_mail(viewer: Client, some: None) -> None:
    assert listed(viewer, like=str(OrderHeader.objects.get(name="#1003").pk)) == []


def test_names_are_for_operators(viewer: Client, operator: Client, some: None) -> None:
    address = reverse("console:orders")
    assert b"Ada Long" in operator.get(address).content and b"Ada Long" not in viewer.get(address).content
    assert b"0.00 of 9.00 USD" in viewer.get(address).content


def test_a_fixed_number_of_queries(viewer: Client, some: None) -> None:
    with CaptureQueriesContext(connection) as few:
        viewer.get(reverse("console:orders"))
    for number in range(60):
        placed(number)
    with CaptureQueriesContext(connection) as many:
        viewer.get(reverse("console:orders"))
    assert len(many) == len(few)


def test_the_indexes_answer(some: None) -> None:
    def plan(sql: str) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}")
            return " ".join(row[0] for row in cursor.fetchall())

    ordered = "SELECT id FROM oms_orderheader WHERE {} ORDER BY order_date DESC, id DESC LIMIT 51"
    assert "oms_orderheader_off" in plan(ordered.format("status = 'ORDER_CANCELLED'"))
    assert "oms_orderheader_search" in plan("SELECT id FROM oms_orderheader WHERE upper(name) = upper('#1001')")
    mail = "upper(customer_email) = upper('a@b') AND NOT (customer_email = '')"
    assert "oms_orderheader_email" in plan(f"SELECT id FROM oms_orderheader WHERE {mail}")


def test_a_number_leads_to_its_order(viewer: Client, some: None) -> None:
    ours = OrderHeader.objects.get(name="#1001")
    address = reverse("console:order", args=[ours.pk])
    for words in ("1001", "%231001"):
        assert viewer.get(f"/go/?q={words}")["Location"] == address
    assert address.encode() in viewer.get("/history/?q=1001").content


def test_a_number_of_a_run_and_an_order_leads_to_both(viewer: Client) -> None:
    run = support.run(state="done")
    ours = placed(run.pk)
    answer = viewer.get(f"/go/?q={run.pk}", follow=True)
    assert reverse("console:order", args=[ours.pk]).encode() in answer.content
    assert reverse("console:run", args=[run.pk]).encode() in answer.content


def test_an_orders_page_leads_to_its_customers_other_orders(as_role: Callable[[str], Client], some: None) -> None:
    ours = OrderHeader.objects.get(name="#1001")
    link = f"{reverse('console:orders')}?like={ours.pk}".encode()
    address = reverse("console:order", args=[ours.pk])
    assert link in as_role("operator").get(address).content
    assert link not in as_role("viewer").get(address).content
