"""Returned units that wait for a place stand under "Needs you"."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from console.orders.return_needs import units_without_a_place
from oms.models import Shop
from oms.returns.restock import restock_waiting
from tests.console import support
from tests.console.test_needs import needs
from tests.oms import factories
from tests.returns.test_places import came_back, mapped

pytestmark = pytest.mark.django_db


def test_they_are_a_row_of_their_shop_until_they_have_one(viewer: Client, admin_client: Client) -> None:
    shop = support.shop()
    came_back(shop, 1)
    came_back(shop, 2, quantity=1)
    came_back(shop, 3, place="")  # no mapping would help it
    page = needs(viewer)
    assert "3 returned units of Demo store wait for a place" in page
    assert "Map the shop" not in page and "Map the shop's locations" in needs(admin_client).replace("&#x27;", "'")
    assert f'href="/admin/oms/shop/{shop.pk}/change/"' in admin_client.get("/").content.decode()
    mapped(shop)
    restock_waiting(shop.pk, actor="test")
    assert "wait for a place" not in needs(viewer)


def test_one_unit_is_singular(viewer: Client) -> None:
    came_back(support.shop(), quantity=1)
    assert "1 returned unit of Demo store waits for a place The location that took it back stands" in needs(viewer)


def test_rows_ask_as_much_for_three_shops_as_for_one() -> None:
    def asked() -> int:
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        with CaptureQueriesContext(connection) as queries:
            found = units_without_a_place(request, None)
        assert len(found) == Shop.objects.count()
        return len(queries)

    came_back(factories.shop())
    assert asked() == 2
    came_back(factories.shop("b.myshopify.com"), 2)
    came_back(factories.shop("c.myshopify.com"), 3)
    assert asked() == 2


def test_more_than_are_counted(viewer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.orders.return_needs.MOST_COUNTED", 1)
    for number in range(3):
        came_back(support.shop(), number)
    assert "4+ returned units" in needs(viewer)
