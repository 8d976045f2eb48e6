"""A shop's shipping method is mapped in Django admin: what waits for it follows at once."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from console.presentation.audit import lines as audit_lines
from jobs import audit
from jobs.models import AuditLog
from oms.models import Facility, OrderItem, OrderItemShipGroup, ShipmentMethod, Shop, ShopShippingMethod
from oms.orders.shipping_methods import Followed, follow_mapping
from tests.admin_audit.driving import address, broken, send
from tests.imports.support import make_shop
from tests.orders.support import later, line, order, store
from tests.orders.test_methods import STILL_LATER, kinds, methods, send_off, unknown


@pytest.fixture
def shop(db: None) -> Shop:
    return make_shop()


@pytest.fixture
def browser(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    return client


def method(code: str) -> ShipmentMethod:
    return ShipmentMethod.objects.get(code=code)


def mapped(shop: Shop, title: str = "Pigeon", code: str = "NEXT_DAY") -> Followed:
    ShopShippingMethod.objects.update_or_create(shop=shop, title=title, defaults={"method": method(code)})
    return follow_mapping(shop.pk)


def groups() -> list[tuple[int, str, str]]:
    found = OrderItemShipGroup.objects.order_by("order_id", "seq")
    return list(found.values_list("seq", "kind", "method__code"))


def followed() -> list[dict[str, int]]:
    return list(
        AuditLog.objects.filter(action="shipping_methods.followed").order_by("id").values_list("after", flat=True)
    )


def test_on_the_page_of_the_shop(shop: Shop, browser: Client) -> None:
    store(shop, *(order(number, [line(number * 10)], method="Pigeon") for number in (1, 2)), order(3, [line(30)]))
    url = address("oms.Shop", "change", shop.pk)
    page = browser.get(url)
    (prefix,) = (
        one.formset.prefix for one in page.context["inline_admin_formsets"] if one.formset.model is ShopShippingMethod
    )
    entered = {"TOTAL_FORMS": "1", "0-title": "Pigeon", "0-method": str(method("NEXT_DAY").pk)}
    send(browser, url, **{f"{prefix}-{name}": value for name, value in entered.items()})
    way = ("NEXT_DAY", "Pigeon")
    assert methods() == [("10", 2, *way), ("20", 2, *way), ("30", 2, "STANDARD", "Standard")]
    assert unknown() == []
    assert followed() == [{"orders": 2, "units": 4, "exceptions_settled": 2}]
    assert "leave by another method now: 2." in browser.get(url).content.decode()
    row = AuditLog.objects.get(action="shipping_methods.followed")
    assert (row.actor_name, row.object_id) == ("root", str(shop.pk))
    (told,) = audit_lines([row])
    assert (told.verb, told.target) == ("mapped shipping methods, and waiting orders followed, in", shop.domain)


def test_on_a_page_of_its_own_and_once(shop: Shop, browser: Client) -> None:
    store(shop, order(1, [line(11)], method="Pigeon"))
    entered = {"shop": shop.pk, "title": "Pigeon", "method": method("STANDARD").pk}
    send(browser, address("oms.ShopShippingMethod", "add"), **entered)
    assert (methods(), unknown()) == ([("11", 2, "STANDARD", "Pigeon")], [])
    assert followed() == [{"orders": 0, "units": 0, "exceptions_settled": 1}]
    url = address("oms.ShopShippingMethod", "change", ShopShippingMethod.objects.get().pk)
    send(browser, url)
    assert len(followed()) == 1, "nothing was left to follow"
    send(browser, url, method=str(method("NEXT_DAY").pk))
    assert methods() == [("11", 2, "NEXT_DAY", "Pigeon")]
    assert followed()[1:] == [{"orders": 1, "units": 2, "exceptions_settled": 0}]


def test_without_its_audit_row_nothing_follows(shop: Shop, browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    store(shop, order(1, [line(11)], method="Pigeon"))
    entered = {"shop": shop.pk, "title": "Pigeon", "method": method("NEXT_DAY").pk}
    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(OSError, match="no row today"):
        send(browser, address("oms.ShopShippingMethod", "add"), **entered)
    assert (methods(), unknown()) == ([("11", 2, "STANDARD", "Pigeon")], ["Pigeon"])
    assert not ShopShippingMethod.objects.exists()


def test_another_shop_and_other_titles_stay(shop: Shop) -> None:
    other = make_shop("other.myshopify.com")
    store(other, order(1, [line(11)], method="Pigeon"))
    store(shop, order(2, [line(21)], method="Dove"), order(3, [line(31)], method="pigeon"))
    assert mapped(shop) == Followed(0, 0, 0)
    assert {way[2] for way in methods()} == {"STANDARD"} and len(unknown()) == 3


def test_what_has_left_the_queue_stays_and_needs_somebody(shop: Shop) -> None:
    store(shop, order(1, [line(11), line(12)], method="Pigeon"))
    send_off(OrderItem.objects.get(line_gid__endswith="/11"))
    assert mapped(shop) == Followed(1, 2, 0)
    assert methods() == [("11", 2, "STANDARD", "Pigeon"), ("12", 2, "NEXT_DAY", "Pigeon")]
    assert unknown() == ["Pigeon"]


def test_what_is_named_now_is_what_must_be_mapped(shop: Shop) -> None:
    store(shop, order(1, [line(11)], method="Pigeon"))
    send_off(OrderItem.objects.get())
    store(shop, later(1, [line(11)], method="Dove"))
    assert mapped(shop, code="STANDARD").settled == 0 and unknown() == ["Dove"]
    assert mapped(shop, "Dove").settled == 1 and unknown() == []


def test_what_was_decided_stays_in_its_group(shop: Shop) -> None:
    store(shop, order(1, [line(11, quantity=3)], method="Pigeon"))
    store(shop, later(1, [line(11, quantity=3, removed=1)], method="Pigeon"))
    assert mapped(shop) == Followed(1, 2, 1)
    assert methods() == [("11", 2, "NEXT_DAY", "Pigeon"), ("11", 1, "STANDARD", "Pigeon")]
    assert groups() == [(1, "SHIPPING", "STANDARD"), (2, "SHIPPING", "NEXT_DAY")]


def test_a_pre_order_keeps_its_queue_its_kind_and_its_dates(shop: Shop) -> None:
    store(shop, order(1, [line(11), line(12)], method="Pigeon"))
    parked = send_off(OrderItem.objects.get(line_gid__endswith="/11"))
    parking = Facility.objects.get(code="PRE_ORDER_PARKING")
    OrderItemShipGroup.objects.filter(pk=parked.pk).update(facility=parking, kind="PREORDER", ship_after="2026-05-01")
    assert mapped(shop) == Followed(1, 4, 1)
    assert groups() == [(1, "SHIPPING", "NEXT_DAY"), (90, "PREORDER", "NEXT_DAY")]
    assert OrderItemShipGroup.objects.get(seq=90).ship_after is not None


def queued(item: str, seq: int, code: str) -> OrderItemShipGroup:
    """A group of its own, in the same queue, for that line's units."""
    was = OrderItem.objects.get(line_gid__endswith=f"/{item}")
    group = OrderItemShipGroup.objects.create(
        order=was.order, seq=seq, facility=was.ship_group.facility, method=method(code), requested_method="Pigeon"
    )
    OrderItem.objects.filter(pk=was.pk).update(ship_group=group)
    return group


def test_units_of_one_queue_come_together_where_the_method_is_already(shop: Shop) -> None:
    """A group that is left empty is gone; one that holds what was decided stays."""
    store(shop, order(1, [line(11, quantity=3), line(12), line(13)], method="Pigeon"))
    store(shop, later(1, [line(11, quantity=3, removed=1), line(12), line(13)], method="Pigeon"))
    queued("12", 90, "SECOND_DAY")
    there = queued("13", 91, "NEXT_DAY")
    assert mapped(shop) == Followed(1, 4, 1)
    assert groups() == [(1, "SHIPPING", "STANDARD"), (91, "SHIPPING", "NEXT_DAY")]
    assert there.items.count() == 3


def test_units_of_one_queue_come_together_in_the_first_group(shop: Shop) -> None:
    store(shop, order(1, [line(11), line(12)], method="Pigeon"))
    queued("12", 90, "SECOND_DAY")
    assert mapped(shop) == Followed(1, 4, 1)
    assert groups() == [(1, "SHIPPING", "NEXT_DAY")]


def test_the_shop_says_the_same_again(shop: Shop) -> None:
    """Whichever way an order came to its method, an import and a mapping agree on it."""
    store(shop, order(1, [line(11)], method="Pigeon"))
    mapped(shop)
    saved = store(shop, order(1, [line(11)], method="Pigeon", updatedAt=STILL_LATER))
    assert not saved.written[0].outcome.changed
    assert (methods(), kinds()) == ([("11", 2, "NEXT_DAY", "Pigeon")], [])


def test_any_number_of_orders_takes_the_same_statements(shop: Shop) -> None:
    def cost(first: int, count: int) -> int:
        store(shop, *(order(first + one, [line((first + one) * 10)], method=f"Way {first}") for one in range(count)))
        ShopShippingMethod.objects.create(shop=shop, title=f"Way {first}", method=method("NEXT_DAY"))
        with CaptureQueriesContext(connection) as queries:
            assert follow_mapping(shop.pk) == Followed(count, 2 * count, count)
        return len([one for one in queries if "SAVEPOINT" not in one["sql"]])

    assert cost(100, 1) == cost(200, 40) == 3
