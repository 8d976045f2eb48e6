"""Where a job that may not run yet leads to."""

import pytest
from django.test import Client

from console.jobs.cards import named
from jobs import registry
from jobs.definition import ShopConnected
from jobs.prerequisites import Unmet
from tests.console import support
from tests.console.support import NEW_ORDERS, PRODUCTS

pytestmark = pytest.mark.django_db


def test_a_missing_step_leads_to_its_job_and_a_missing_connection_to_the_shops() -> None:
    step, connection = named(Unmet("First the products.", PRODUCTS)), named(Unmet("Not connected."))
    assert (step.url, step.name) == (f"/jobs/{PRODUCTS}/", "Import Products in Bulk")
    assert (connection.url, connection.name) == ("/settings/shops/", "To the shops")


def test_the_row_shows_the_way(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    support.shop()
    card = support.definition(NEW_ORDERS, name="New orders", prerequisites=(ShopConnected(),))
    monkeypatch.setattr(registry, "_index", lambda: {**support.CATALOGUE, NEW_ORDERS: card})
    page = operator.get("/orders/").content.decode()
    assert "is not connected; add its connection first." in page
    assert '<a href="/settings/shops/">To the shops</a>' in page
    refused = operator.post(f"/jobs/{NEW_ORDERS}/run/", headers={"HX-Request": "true"}).content.decode()
    assert '<a href="/settings/shops/">To the shops</a>' in refused
