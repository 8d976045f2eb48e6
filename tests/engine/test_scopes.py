"""A job that needs an access scope says so before it runs."""

import pytest

from integrations.models import ShopifyConnection
from jobs import prerequisites
from jobs.definition import Scope
from oms.models import ProductStore, Shop
from tests.engine.support import definition

pytestmark = pytest.mark.django_db
WRITES = definition(lambda run, parameters: None, prerequisites=(Scope("write_orders"),))
READS = definition(lambda run, parameters: None, prerequisites=(Scope("read_orders"),))


@pytest.fixture
def shop() -> Shop:
    return Shop.objects.create(domain="one.myshopify.com", store=ProductStore.objects.create(name="One"))


@pytest.mark.parametrize(
    ("granted", "may_write", "may_read"),
    [
        ("read_products, write_orders", True, True),
        ("read_orders", False, True),
        ("read_orders_all,write_products", False, False),
        ("", False, False),
    ],
)
def test_what_was_granted_decides(shop: Shop, granted: str, may_write: bool, may_read: bool) -> None:
    ShopifyConnection.objects.create(shop=shop, api_version="2026-10", scopes=granted)
    for card, may in ((WRITES, may_write), (READS, may_read)):
        reasons = prerequisites.unmet(card, shop)
        assert (not reasons) == may
        assert all("has not granted" in reason.text and shop.domain in reason.text for reason in reasons)


def test_without_a_connection_the_connection_is_what_is_missing(shop: Shop) -> None:
    assert "not connected" in prerequisites.unmet(WRITES, shop)[0].text
    assert "No shop" in prerequisites.unmet(WRITES, None)[0].text
