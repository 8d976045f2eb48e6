"""The page of one order."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobs.models import AuditLog, RunChange
from oms.models import InventoryLevel, OrderHeader, ProductStore, ReturnHeader
from oms.returns.restock import Restock, restock
from tests.console import support
from tests.console.test_live import HTMX, question
from tests.imports import lines
from tests.imports.support import make_shop
from tests.oms import factories
from tests.orders.support import later, line, order, store
from tests.webhooks.support import stored

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bought() -> OrderHeader:
    shop = make_shop()
    store(shop, order(1, [line(11, quantity=3)]))
    store(shop, later(1, [line(11, quantity=3, removed=1)]))
    OrderHeader.objects.update(not_approved="0.00 of 50.00 USD are authorised or settled")
    return OrderHeader.objects.get()


def page(client: Client, bought: OrderHeader) -> str:
    answer = client.get(reverse("console:order", args=[bought.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_tells_the_orders_life(as_role: Callable[[str], Client], bought: OrderHeader) -> None:
    told = page(as_role("operator"), bought)
    assert told.count('<td data-label="Where">–</td>') == 1, "units that were cancelled wait nowhere"
    for text in ("Cancelled", "Brokering queue", "0.00 of 50.00 USD", "from created", "Removed in the shop", "Sale"):
        assert text in told


def test_it_tells_what_it_costs_beside_its_items(as_role: Callable[[str], Client], bought: OrderHeader) -> None:
    bought.adjustments.all().delete()
    for kind, name, amount in (
        ("SHIPPING", "Parcel by boat", "5.25"),
        ("TAX", "NY state tax", "4.75"),
        ("DISCOUNT", "SPRING", "-3.50"),
        ("APPEASEMENT", "", "-7.50"),
    ):
        bought.adjustments.create(kind=kind, seq=1, name=name, amount=amount)
    told = " ".join(page(as_role("viewer"), bought).split())
    for line_of_it in (
        "<p>Shipping Parcel by boat 5.25</p>",
        "<p>Tax NY state tax 4.75</p>",
        "<p>Discount SPRING -3.50</p>",
        "<p>Appeasement -7.50</p>",
    ):
        assert line_of_it in told


def test_it_tells_what_a_person_should_look_at_until_it_is_mended(
    as_role: Callable[[str], Client], bought: OrderHeader
) -> None:
    bought.exceptions.create(kind="BAD_ADDRESS", message="It has no street", raised_at=bought.order_date)
    bought.exceptions.create(kind="UNKNOWN_PRODUCT", message="SKU-99 is gone", raised_at=bought.order_date)
    client = as_role("viewer")
    told = page(client, bought)
    assert "Shipping address missing or unusable: It has no street" in told
    assert "Variant not in the catalogue: SKU-99 is gone" in told
    bought.exceptions.filter(kind="BAD_ADDRESS").update(resolved_at=timezone.now())
    told = page(client, bought)
    assert "It has no street" not in told and "SKU-99 is gone" in told


def test_where_is_said_of_open_units_and_of_what_left_a_place(
    as_role: Callable[[str], Client], bought: OrderHeader
) -> None:
    client, item = as_role("viewer"), bought.items.filter(status="ITEM_CREATED")
    item.update(status="ITEM_COMPLETED")
    assert "Brokering queue" not in page(client, bought)
    bought.ship_groups.update(facility=factories.facility("WH1", name="North depot"))
    assert page(client, bought).count('<td data-label="Where">North depot</td>') == 1


def test_amounts_are_named(as_role: Callable[[str], Client], bought: OrderHeader) -> None:
    OrderHeader.objects.update(current_total="344.95", grand_total="909.95")
    client = as_role("viewer")
    assert "Total: 344.95 USD; 909.95 USD before edits and refunds" in page(client, bought)
    OrderHeader.objects.update(grand_total="344.95")
    assert "Total: 344.95 USD</p>" in page(client, bought)


def test_an_authorisation_that_is_used_up_was_captured(as_role: Callable[[str], Client]) -> None:
    shop = make_shop()
    paid = [lines.transaction(1, "AUTHORIZATION", "50.00"), lines.transaction(2, "CAPTURE", "50.00", parent=1)]
    store(shop, order(1, [line(11)], transactions=paid))
    store(shop, order(2, [line(21)], transactions=[lines.transaction(3, "AUTHORIZATION", "50.00")]))
    client = as_role("viewer")
    whole, waiting = (page(client, one) for one in OrderHeader.objects.order_by("name"))
    assert "Authorisation: Captured" in whole and "Capture 50.00: Settled" in whole
    assert "Authorisation 50.00: Authorised" in waiting


def test_a_viewer_sees_no_name_and_no_street(as_role: Callable[[str], Client], bought: OrderHeader) -> None:
    secrets = ("Ada", "ada@example.com", "1 Main St", "10001")
    seen, hidden = page(as_role("operator"), bought), page(as_role("viewer"), bought)
    assert [text for text in secrets if text not in seen] == []
    assert [text for text in secrets if text in hidden] == []
    assert "New York" in hidden


def test_runs_and_webhooks_that_touched_it(as_role: Callable[[str], Client], bought: OrderHeader) -> None:
    run = support.run(state="done")
    RunChange.objects.create(
        run=run, kind="order", action="updated", reference=bought.name, object_type="oms.orderheader",
        object_id=str(bought.pk),
    )  # fmt: skip
    event = stored(bought.shop, "orders/updated", b'{"id":1}')
    ReturnHeader.objects.create(order=bought, gid="r", name="#1-R1", status="RETURN_REQUESTED")
    told = page(as_role("viewer"), bought)
    assert reverse("console:run", args=[run.pk]) in told
    assert reverse("console:webhook_event", args=[event.pk]) in told


def test_damaged_units_leave_stock_and_the_deed_is_audited(
    as_role: Callable[[str], Client], bought: OrderHeader
) -> None:
    place, product = factories.facility(), bought.items.first().product  # type: ignore[union-attr]
    product = product or factories.product(store=bought.store)
    header = ReturnHeader.objects.create(order=bought, gid="r", status="RETURN_COMPLETED")
    item = header.items.create(gid="l", line_gid="x", product=product, quantity=2)
    restock(Restock(item, place.pk), actor="a job")
    client = as_role("operator")
    assert "Log as damaged" in page(client, bought) and "Log as damaged" not in page(as_role("viewer"), bought)
    address = reverse("console:return_damaged", args=[item.pk])
    assert "Logged as damaged: 2 units are out of stock again." in client.post(address, follow=True).content.decode()
    level = InventoryLevel.objects.get()
    assert (level.qoh, level.atp) == (0, 0)
    assert AuditLog.objects.filter(action="return.damaged").count() == 1
    client.post(address)
    assert AuditLog.objects.filter(action="return.damaged").count() == 1
    assert "damaged" in page(client, bought)


def test_an_order_that_waits_for_a_person_is_approved_here(
    as_role: Callable[[str], Client], bought: OrderHeader
) -> None:
    client, address = as_role("operator"), reverse("console:order_approve", args=[bought.pk])
    assert address not in page(client, bought)
    ProductStore.objects.update(approval_rule="MANUAL")
    assert address in page(client, bought) and address not in page(as_role("viewer"), bought)
    assert client.post(address).status_code == 302
    bought.refresh_from_db()
    assert bought.status == "ORDER_APPROVED"
    assert "Order #1 is approved." in page(client, bought)
    assert address not in page(client, bought)
    client.post(address)
    assert "only a created one waits for approval" in page(client, bought)


def test_what_happens_to_it_shows_within_a_second_and_nothing_else_moves(
    as_role: Callable[[str], Client], bought: OrderHeader
) -> None:
    client = as_role("operator")
    whole = page(client, bought)
    assert "every 1s" in whole
    ask = question(whole)
    assert client.get(ask, headers=HTMX).status_code == 204
    OrderHeader.objects.filter(pk=bought.pk).update(tags=["gift"])
    news = client.get(ask, headers=HTMX).content.decode()
    assert re.findall(r'<div id="([^"]+)" class="live" hx-swap-oob="true">', news) == ["order-facts"]
    assert "gift" in news


def test_a_new_order_comes_into_the_open_list(as_role: Callable[[str], Client], bought: OrderHeader) -> None:
    client = as_role("viewer")
    listed = client.get(reverse("console:orders")).content.decode()
    assert "every 1s" in listed
    store(bought.shop, order(2, [line(21)]))
    assert OrderHeader.objects.latest("id").name in client.get(question(listed), headers=HTMX).content.decode()
