"""By keyboard alone, wide and at 360 px: an order is approved, what came back damaged leaves the stock again."""

import pytest
from playwright.sync_api import expect

from jobs.models import AuditLog
from oms.models import InventoryLevel, OrderHeader, ProductStore, ReturnHeader
from oms.returns.restock import Restock, restock
from tests.browser.conftest import NARROW_TOO, WIDE, Visit
from tests.browser.hands import Hands
from tests.imports.support import make_shop
from tests.oms import factories
from tests.orders.support import line, order, store

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("width", [WIDE, NARROW_TOO])]


@pytest.fixture
def bought(transactional_db: None) -> OrderHeader:
    store(make_shop(), order(1, [line(11, quantity=3)]))
    return OrderHeader.objects.get()


def test_an_order_that_waits_for_a_person_is_approved(visit: Visit, bought: OrderHeader, width: int) -> None:
    ProductStore.objects.update(approval_rule="MANUAL")
    at = visit(width=width)
    page, hands = at.open(f"/orders/{bought.pk}/"), Hands(at)
    hands.press("button", "Approve")
    at.reads("Order #1 is approved.", page.locator("#notes"))
    at.reads("Approved", page.get_by_role("heading", level=1))
    expect(hands.named("button", "Approve")).to_have_count(0)
    bought.refresh_from_db()
    assert bought.status == "ORDER_APPROVED"
    row = AuditLog.objects.get(action="order.approved")
    assert (row.actor_name, row.object_id) == ("ada", str(bought.pk))


def test_damaged_units_leave_the_stock(visit: Visit, bought: OrderHeader, width: int) -> None:
    header = ReturnHeader.objects.create(order=bought, gid="r", name="#1-R1", status="RETURN_COMPLETED")
    product = factories.product(store=bought.store)
    item = header.items.create(gid="l", line_gid="x", product=product, quantity=2, reason="DEFECTIVE")
    restock(Restock(item, factories.facility().pk), actor="a job")
    at = visit(width=width)
    page, hands = at.open(f"/orders/{bought.pk}/"), Hands(at)
    hands.press("button", "Log as damaged")
    at.reads("Logged as damaged: 2 units are out of stock again.", page.locator("#notes"))
    at.reads(", damaged", page.get_by_role("region", name="Returns, table"))
    expect(hands.named("button", "Log as damaged")).to_have_count(0)
    at.look()
    level = InventoryLevel.objects.get()
    assert (level.qoh, level.atp) == (0, 0)
    row = AuditLog.objects.get(action="return.damaged")
    assert (row.actor_name, row.after["units"]) == ("ada", 2)
