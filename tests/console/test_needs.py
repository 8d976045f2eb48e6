"""Needs you, the board of the next 24 hours, and the runs that wait for their moment."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from console.orders.needs import orders_to_look_at
from console.schedule.next_day import board, cells, soonest
from integrations.models import ConnectionStatus, ShopifyConnection
from jobs.audit import Actor
from jobs.models import AuditLog, ExclusionCalendar, JobRun, Schedule
from jobs.services import request_run, schedules
from jobs.services.pauses import hold
from jobs.services.schedule_preview import Coming
from oms.models import OrderException, OrderHeader, Shop
from tests.console import support
from tests.console.support import NEW_ORDERS, ORDERS, PRODUCTS
from tests.oms import factories

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def needs(client: Client) -> str:
    page = client.get("/").content.decode()
    mine = page[page.index('id="needs-you"') : page.index('id="running"')]
    return " ".join(re.sub(r"<[^>]+>", " ", mine).split())


def test_dead_runs_of_one_cause_are_one_row(operator: Client) -> None:
    for _ in range(3):
        support.run(ORDERS, "dead", error="Shopify: ACCESS_DENIED", fingerprint="abc")
    support.run(ORDERS, "dead", error="disk full", fingerprint="def")
    page = needs(operator)
    assert "3 dead Import Orders in Bulk" in page
    assert "1 dead Import Orders in Bulk" in page
    sent = {"job": ORDERS, "fingerprint": "abc", "what": "ignore"}
    assert "Say why" in operator.post("/dead/", sent, follow=True).content.decode()
    page = operator.post("/dead/", {**sent, "reason": "scope is coming"}, follow=True).content.decode()
    assert "Import Orders in Bulk: 3 runs ignored." in page
    assert "disk full" in needs(operator)
    page = operator.post("/dead/", {"job": ORDERS, "fingerprint": "def", "what": "retry"}, follow=True).content.decode()
    assert "1 run put in line again" in page
    assert set(AuditLog.objects.values_list("action", flat=True)) == {"run.group_ignored", "run.group_retried"}
    assert (
        "None of these runs is dead any more."
        in operator.post("/dead/", sent | {"reason": "x"}, follow=True).content.decode()
    )


def test_a_preview_that_failed_needs_nobody(operator: Client) -> None:
    preview = support.run(ORDERS, "dead", dry=True, error="No such order", fingerprint="abc")
    half = support.run(PRODUCTS, dry=True, counters={"failed": 1})
    support.failed(half)
    page = needs(operator)
    assert "Import" not in page and "No such order" not in page
    assert "No such order" in operator.get(f"/runs/{preview.pk}/").content.decode()


def test_what_has_gone_well_since_is_folded_away(operator: Client) -> None:
    now = timezone.now()
    support.run(PRODUCTS, "dead", begin=now - 3 * HOUR, error="the old trouble", fingerprint="a")
    support.run(ORDERS, "dead", begin=now - HOUR, error="the new trouble", fingerprint="b")
    support.run(PRODUCTS, "done", begin=now - 2 * HOUR)
    page = needs(operator)
    assert (
        page.index("the new trouble")
        < page.index("1 more whose job has gone well since")
        < page.index("the old trouble")
    )


def test_failed_records_with_the_deed_that_mends_them(operator: Client) -> None:
    half = support.run(PRODUCTS, "done", counters={"failed": 2})
    support.failed(half)
    support.failed(half, state="ignored")
    assert "1 failed record neither retried nor ignored yet." in needs(operator)
    operator.post(f"/runs/{half.pk}/failed/", {"what": "retry-all"})
    assert "failed record neither" not in needs(operator)


def test_missed_and_late(operator: Client) -> None:
    now = timezone.now()
    plan = support.plan()
    for number in range(1, 4):
        slot = now - number * HOUR
        support.run(state="missed", schedule=plan, slot_at=slot, finished_at=now, created_at=slot, begin=slot)
    stand_in = support.run(state="done")
    support.run(state="missed", schedule=plan, slot_at=now - 9 * HOUR, finished_at=now, covered_by=stand_in)
    assert "3 missed Import Products in Bulk" in needs(operator)
    support.run(NEW_ORDERS, "pending", due_at=now - timedelta(minutes=12))
    assert "Late New orders" in needs(operator)


def test_pauses_are_never_forgotten(operator: Client) -> None:
    plan = support.plan()
    schedules.pause(plan.pk, Actor("bob"), "Stock count")
    hold(Actor("ada"), "Black Friday", category="orders")
    page = needs(operator)
    assert "Paused Import Products in Bulk by bob" in page
    assert "Paused Orders by ada" in page
    assert "Stock count" in page and "Black Friday" in page


def test_a_broken_connection_and_an_unreadable_schedule(operator: Client) -> None:
    shop = support.shop()
    ShopifyConnection.objects.create(
        shop=shop, api_version="2026-10", status=ConnectionStatus.NEEDS_ATTENTION, message="The token was revoked"
    )
    plan = support.plan()
    Schedule.objects.filter(pk=plan.pk).update(error="Choose exactly one of crontab, interval and time")
    page = needs(operator)
    assert "Connection to Demo store The token was revoked Mend it" in page
    assert "It can't be read, so nothing starts by it: Choose exactly one" in page


def test_the_board_by_the_hour(viewer: Client) -> None:
    support.plan(NEW_ORDERS, "*/15 * * * *")
    for number in range(3):
        support.run(NEW_ORDERS, begin=timezone.now() - (number + 1) * HOUR, seconds=20 * 60)
    found = board(support.shop(), timezone.now())
    (lane,) = found.lanes
    assert len(found.hours) == len(lane.cells) == 24
    assert lane.seconds == 1200
    assert [cell.runs for cell in lane.cells[1:]] == [4] * 23
    assert all(cell.clash for cell in lane.cells[1:])  # twenty minutes don't fit into fifteen
    page = viewer.get("/pending/").content.decode()
    assert "Every 15 minutes" in page
    assert "clash: the run before it would still be at work" in page


def test_closed_times_on_the_board(viewer: Client) -> None:
    calendar = ExclusionCalendar.objects.create(name="Sale")
    now = timezone.now()
    calendar.exclusions.create(starts_at=now - HOUR, ends_at=now + timedelta(days=3), reason="Black Friday")
    support.plan(NEW_ORDERS, "0 * * * *", calendar="Sale")
    assert "left out: Closed: Black Friday" in viewer.get("/pending/").content.decode()
    assert soonest(support.shop(), now) == []


def test_a_long_run_is_still_at_work_in_the_hours_after() -> None:
    start = timezone.now().replace(minute=0, second=0, microsecond=0)
    hours = [start + number * HOUR for number in range(24)]
    slot = start + timedelta(minutes=10)
    found = cells(hours, [Coming(slot, slot)], 2.5 * 3600)
    assert [number for number, cell in enumerate(found) if cell.busy] == [1, 2]
    assert [number for number, cell in enumerate(found) if cell.runs] == [0]
    assert not any(cell.clash for cell in found)


def test_planned_runs_wait_for_their_moment(operator: Client) -> None:
    shop = support.shop()
    run = request_run(PRODUCTS, shop=shop, actor=Actor("ada"), at=timezone.now() + 5 * HOUR).run
    assert f"/runs/{run.pk}/" in operator.get("/pending/").content.decode()
    assert "Nothing is running right now." in operator.get("/").content.decode()
    operator.post(f"/runs/{run.pk}/stop/")
    assert JobRun.objects.get().state == "cancelled"


def test_nothing_to_come(viewer: Client) -> None:
    support.shop()
    assert "No schedule is due in the next 24 hours for Demo store." in viewer.get("/pending/").content.decode()


def test_the_soonest_run_of_each_schedule(viewer: Client) -> None:
    frequent = support.plan(NEW_ORDERS, "every 5 minutes")
    daily = support.plan(PRODUCTS, "every 20 hours")
    support.plan(ORDERS, "every 3 days")
    for number in range(2):
        support.run(NEW_ORDERS, begin=timezone.now() - (number + 1) * HOUR, seconds=30)
    found = soonest(support.shop(), timezone.now())
    assert [(lane.schedule, lane.seconds) for _, lane in found] == [(frequent, 30), (daily, None)]
    assert "Every 5 minutes, about 30 s" in " ".join(viewer.get("/").content.decode().split())


def waiting_orders(count: int, first: int = 1, of: str = "demo-store.myshopify.com") -> None:
    for number in range(first, first + count):
        order = factories.order(f"gid://shopify/Order/{number}", name=f"#{number}", shop=factories.shop(of))
        OrderException.objects.create(order=order, kind="BAD_ADDRESS" if number == first else "UNKNOWN_SHIPPING_METHOD")


def test_orders_that_need_a_person_are_a_row_of_their_shop(viewer: Client, admin_client: Client) -> None:
    support.shop()
    waiting_orders(4)
    order = OrderHeader.objects.get(name="#2")
    OrderException.objects.create(order=order, kind="BAD_ADDRESS")
    OrderException.objects.create(
        order=factories.order("gid://shopify/Order/9"), kind="BAD_ADDRESS", resolved_at=timezone.now()
    )
    page = needs(viewer)
    assert "4 orders of Demo store need a person Most often: Shipping method not mapped ." in page
    assert "Map the shop" not in page and "Map the shop" in needs(admin_client)
    (link,) = re.findall(r'<a href="(/orders/all/[^"]+)">Shipping', viewer.get("/").content.decode())
    listed = viewer.get(link.replace("&amp;", "&")).content.decode()
    assert all(f">#{number}<" in listed for number in (2, 3, 4)) and ">#1<" not in listed


def test_one_order_is_singular(viewer: Client) -> None:
    support.shop()
    waiting_orders(1)
    assert "1 order of Demo store needs a person" in needs(viewer)


def test_rows_of_orders_ask_as_much_for_three_shops_as_for_one(viewer: Client) -> None:
    def asked() -> int:
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        with CaptureQueriesContext(connection) as queries:
            found = orders_to_look_at(request, None)
        assert len(found) == Shop.objects.count()
        return len(queries)

    waiting_orders(1)
    assert asked() == 3
    waiting_orders(3, 10, "b.myshopify.com")
    waiting_orders(2, 20, "c.myshopify.com")
    assert asked() == 3


def test_where_nothing_is_wrong_one_query_finds_it_out(viewer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside it are session, person, role, shops, runs under way, schedules, the latest runs, pins."""
    support.shop()
    monkeypatch.setattr("console.frame.health.problems", list)
    with CaptureQueriesContext(connection) as quiet:
        assert "Nothing needs you" in viewer.get("/").content.decode()
    assert len(quiet) == 9
    waiting_orders(2)
    with CaptureQueriesContext(connection) as asked:
        assert "2 orders of Demo store need a person" in needs(viewer)
    assert len(asked) == 9 + 3, "only the makers that have rows are asked"
