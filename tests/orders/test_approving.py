"""Approve orders: the store's rule, and why an order was not approved."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from jobs.audit import SYSTEM, Actor
from jobs.catalog.orders import approve_orders
from jobs.engine.execute import execute
from jobs.models import AuditLog, JobRun
from jobs.services import NotPossible, request_run
from jobs.services.approve_order import approve_order
from oms.models import OrderException, OrderHeader, OrderItem, OrderStatusHistory, ProductStore, Shop
from oms.orders.approval import Chosen, approve, plan
from tests.imports import lines
from tests.imports.support import make_shop
from tests.orders.support import later, line, order, store

pytestmark = pytest.mark.django_db(transaction=True)
ADA = Actor("ada")


@pytest.fixture
def shop() -> Shop:
    return make_shop()


def by(rule: str) -> None:
    ProductStore.objects.update(approval_rule=rule)


def paid(*amounts: str, kind: str = "SALE", **changes: Any) -> list[dict[str, Any]]:
    return [lines.transaction(number, kind, amount, **changes) for number, amount in enumerate(amounts, 1)]


def verdict(shop: Shop) -> str:
    """The status of the only order, or why it was not approved."""
    approve(Chosen(shop.pk), "test")
    found = OrderHeader.objects.get()
    return found.not_approved or found.status


@pytest.mark.parametrize(
    ("transactions", "expected"),
    [
        (paid("50.00"), "ORDER_APPROVED"),
        (paid("20.00", "30.00"), "ORDER_APPROVED"),
        (paid("50.00", kind="AUTHORIZATION"), "ORDER_APPROVED"),
        (paid("49.99"), "49.99 of 50.00 USD are authorised or settled"),
        (paid("50.00", status="FAILURE"), "0.00 of 50.00 USD are authorised or settled"),
        (paid("50.00", status="PENDING"), "0.00 of 50.00 USD are authorised or settled"),
        ([], "0.00 of 50.00 USD are authorised or settled"),
    ],
)
def test_by_payment(shop: Shop, transactions: list[Any], expected: str) -> None:
    store(shop, order(1, [line(11)], transactions=transactions))
    assert verdict(shop) == expected


@pytest.mark.parametrize(
    ("rule", "tags", "transactions", "expected"),
    [
        ("TAG", ["Approved"], [], "ORDER_APPROVED"),
        ("TAG", ["approve"], paid("50.00"), 'The tag "approved" is missing'),
        ("PAYMENT_AND_TAG", ["approved"], paid("50.00"), "ORDER_APPROVED"),
        ("PAYMENT_AND_TAG", [], paid("50.00"), 'The tag "approved" is missing'),
        ("PAYMENT_AND_TAG", ["approved"], [], "0.00 of 50.00 USD are authorised or settled"),
        ("MANUAL", ["approved"], paid("50.00"), "The store approves its orders by hand"),
    ],
)
def test_by_other_rules(shop: Shop, rule: str, tags: list[str], transactions: list[Any], expected: str) -> None:
    by(rule)
    store(shop, order(1, [line(11)], tags=tags, transactions=transactions))
    assert verdict(shop) == expected


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ([], 'It lacks "ERP customer id", "VAT id"'),
        ([("ERP customer id", "C-7"), ("VAT id", None)], 'It lacks "VAT id"'),
        ([("ERP customer id", " "), ("VAT id", "DE1")], 'It lacks "ERP customer id"'),
        ([("erp customer ID", "C-7"), ("VAT id", "DE1")], "ORDER_APPROVED"),
        ([("ERP customer id", "C-7"), ("VAT id", "DE1"), ("gift", "yes")], "ORDER_APPROVED"),
    ],
)
@pytest.mark.parametrize("rule", ["PAYMENT", "TAG", "PAYMENT_AND_TAG"])
def test_an_order_needs_what_the_store_requires(
    shop: Shop, rule: str, attributes: list[tuple[str, str | None]], expected: str
) -> None:
    ProductStore.objects.update(approval_rule=rule, required_attributes=["ERP customer id", "VAT id"])
    given = [{"key": key, "value": value} for key, value in attributes]
    store(shop, order(1, [line(11)], tags=["approved"], transactions=paid("50.00"), customAttributes=given))
    assert verdict(shop) == expected


def test_an_order_without_an_address_stays_created_until_it_has_one(shop: Shop) -> None:
    store(shop, order(1, [line(11)], shippingAddress=None))
    assert verdict(shop) == "Its shipping address is missing or unusable"
    store(shop, later(1, [line(11)]))
    assert verdict(shop) == "ORDER_APPROVED"


@pytest.mark.parametrize("status", ["ORDER_HOLD", "ORDER_COMPLETED", "ORDER_APPROVED"])
def test_others_are_not_touched(shop: Shop, status: str) -> None:
    store(shop, order(1, [line(11)]))
    OrderHeader.objects.update(status=status)
    before = list(OrderHeader.objects.values())
    assert approve(Chosen(shop.pk), "test") == []
    assert list(OrderHeader.objects.values()) == before
    assert OrderItem.objects.get().status == "ITEM_CREATED"


def test_the_plan_says_what_approving_does_and_locks_nothing(shop: Shop) -> None:
    store(shop, order(1, [line(11)]), order(2, [line(12)], transactions=[]))
    before = list(OrderHeader.objects.values())
    foreseen = plan(Chosen(shop.pk))
    assert len(foreseen) == 2 and list(OrderHeader.objects.values()) == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id_if_assigned()")
        mine = cursor.fetchone()
        plan(Chosen(shop.pk))
        cursor.execute("SELECT pg_current_xact_id_if_assigned()")
        assert cursor.fetchone() == mine
    assert approve(Chosen(shop.pk), "test") == foreseen


def test_items_and_history_follow(shop: Shop) -> None:
    store(shop, order(1, [line(11), line(12, quantity=3, removed=1)]))
    assert verdict(shop) == "ORDER_APPROVED"
    assert list(OrderItem.objects.order_by("seq").values_list("quantity", "status")) == [
        (2, "ITEM_APPROVED"),
        (2, "ITEM_APPROVED"),
        (1, "ITEM_CANCELLED"),
    ]
    told = OrderStatusHistory.objects.filter(actor="test").values_list("to_status", flat=True)
    assert sorted(told) == ["ITEM_APPROVED", "ITEM_APPROVED", "ORDER_APPROVED"]


def test_any_number_of_orders_takes_the_same_statements(shop: Shop) -> None:
    def cost(*numbers: int) -> int:
        store(shop, *(order(number, [line(number * 10)], transactions=[]) for number in numbers))
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            approve(Chosen(shop.pk), "test")
        return len([query for query in queries if "SAVEPOINT" not in query["sql"]])

    assert cost(1) == cost(*range(100, 160)) == 2


def run_for(shop: Shop, **parameters: Any) -> JobRun:
    run, _ = request_run("orders.approve_orders", shop=shop, actor=SYSTEM, parameters=parameters)
    execute(run.pk, lambda key: approve_orders.approve_orders, lambda row: "")
    run.refresh_from_db()
    return run


def test_the_job_tells_what_it_approved_and_what_not(shop: Shop) -> None:
    store(shop, order(1, [line(11)]), order(2, [line(21)], transactions=[]))
    run = run_for(shop)
    assert (run.state, run.counters) == ("done", {"read": 2, "approved": 1, "not_approved": 1})
    told = {one.reference: (one.action, one.detail) for one in run.changes.all()}
    why = "0.00 of 50.00 USD are authorised or settled"
    assert told == {"#1": ("approved", {}), "#2": ("not approved", {"reason": why})}


def test_the_job_on_one_order(shop: Shop) -> None:
    store(shop, order(1, [line(11)]), order(2, [line(21)]))
    assert run_for(shop, order_id=2).counters["approved"] == 1
    assert dict(OrderHeader.objects.values_list("name", "status")) == {"#1": "ORDER_CREATED", "#2": "ORDER_APPROVED"}


@pytest.mark.parametrize("typed", ["#77", "77"])
def test_the_job_on_one_order_by_its_name(shop: Shop, typed: str) -> None:
    store(shop, order(1, [line(11)]), order(2, [line(21)]))
    OrderHeader.objects.filter(name="#2").update(name="#77")
    assert run_for(shop, order_id=typed).counters["approved"] == 1
    assert dict(OrderHeader.objects.values_list("name", "status")) == {"#1": "ORDER_CREATED", "#77": "ORDER_APPROVED"}


def test_the_job_on_an_order_that_is_not_there(shop: Shop) -> None:
    store(shop, order(1, [line(11)]))
    run = run_for(shop, order_id="#5")
    assert (run.state, run.error) == ("dead", "There is no order #5")


def test_what_is_an_orders_number_is_not_anothers_name(shop: Shop) -> None:
    store(shop, order(1, [line(11)]), order(2, [line(21)]))
    OrderHeader.objects.filter(name="#2").update(name="#1")
    assert run_for(shop, order_id="1").counters["approved"] == 1
    approved = OrderHeader.objects.get(status="ORDER_APPROVED")
    assert approved.gid == "gid://shopify/Order/1"


def only(shop: Shop, rule: str = "MANUAL") -> OrderHeader:
    by(rule)
    store(shop, order(1, [line(11), line(12)], transactions=[]))
    return OrderHeader.objects.get()


def test_a_person_approves_where_the_store_says_so(shop: Shop) -> None:
    waiting = only(shop)
    assert verdict(shop) == "The store approves its orders by hand"
    approved = approve_order(waiting.pk, ADA)
    assert (approved.status, approved.not_approved) == ("ORDER_APPROVED", "")
    assert set(OrderItem.objects.values_list("status", flat=True)) == {"ITEM_APPROVED"}
    told = OrderStatusHistory.objects.filter(reason="Approved by hand").values_list("actor", "to_status")
    assert sorted(told) == [("ada", "ITEM_APPROVED"), ("ada", "ITEM_APPROVED"), ("ada", "ORDER_APPROVED")]
    row = AuditLog.objects.get(action="order.approved")
    assert (row.actor_name, row.object_id) == ("ada", str(waiting.pk))
    with pytest.raises(NotPossible, match="is approved; only a created one"):
        approve_order(waiting.pk, ADA)
    assert AuditLog.objects.filter(action="order.approved").count() == 1


@pytest.mark.parametrize(
    ("rule", "change", "reason"),
    [
        ("PAYMENT", {}, "approved by its rule, not by hand"),
        ("MANUAL", {"status": "ORDER_HOLD"}, "is on hold"),
        ("MANUAL", {"closed_at": lines.LATER}, "closed in the shop"),
    ],
)
def test_what_stands_against_a_persons_approval(shop: Shop, rule: str, change: dict[str, Any], reason: str) -> None:
    waiting = only(shop, rule)
    OrderHeader.objects.update(**change)
    with pytest.raises(NotPossible, match=reason):
        approve_order(waiting.pk, ADA)
    assert not AuditLog.objects.filter(action="order.approved").exists()
    assert not OrderItem.objects.exclude(status="ITEM_CREATED").exists()


def test_a_bad_address_stands_against_it(shop: Shop) -> None:
    waiting = only(shop)
    OrderException.objects.create(order=waiting, kind="BAD_ADDRESS", message="none")
    with pytest.raises(NotPossible, match="shipping address"):
        approve_order(waiting.pk, ADA)


def test_what_the_store_requires_stands_against_it(shop: Shop) -> None:
    waiting = only(shop)
    ProductStore.objects.update(required_attributes=["ERP customer id", "gift"])
    OrderHeader.objects.update(attributes={"gift": "yes"})
    with pytest.raises(NotPossible, match=r'It lacks "ERP customer id"\.?$'):
        approve_order(waiting.pk, ADA)
    OrderHeader.objects.update(attributes={"gift": "yes", "ERP Customer ID": "C-7"})
    assert approve_order(waiting.pk, ADA).status == "ORDER_APPROVED"


def test_of_many_who_approve_at_once_one_does(shop: Shop) -> None:
    waiting = only(shop)

    def attempt(_: int) -> str:
        try:
            return str(approve_order(waiting.pk, ADA).status)
        except NotPossible:
            return "late"
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(attempt, range(6)))
    assert sorted(results) == ["ORDER_APPROVED", *["late"] * 5]
    assert OrderStatusHistory.objects.filter(to_status="ORDER_APPROVED").count() == 1
