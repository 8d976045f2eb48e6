"""A preview of Sync foretells what its later steps build on what its earlier ones did."""

from decimal import Decimal

import pytest

from jobs.models import JobRun, State
from sandbox.rules.products import create_product, delete_product, update_product
from tests.orders.market import Market
from tests.products.support import SYNC, shirt
from tests.products.test_sync import draft
from tests.sandbox import shops

pytestmark = pytest.mark.django_db(transaction=True)


def carried_out(market: Market, *, dry: bool) -> JobRun:
    run = market.attempt(market.begin(SYNC, dry=dry, limit=1))
    assert run.state == State.DONE, run.error
    return run


def said(run: JobRun) -> list[tuple[object, ...]]:
    return list(run.changes.order_by("kind", "action", "reference").values_list("kind", "action", "reference"))


def foretold(market: Market) -> JobRun:
    """The real run, which did what the preview had said."""
    dry, real = carried_out(market, dry=True), carried_out(market, dry=False)
    assert dict(real.counters) == dict(dry.counters)
    assert said(real) == said(dry)
    return real


def test_a_product_made_anew_under_the_sku_of_a_deleted_one(market: Market) -> None:
    market.pass_by()
    delete_product(market.store, shirt(market))
    create_product(market.store, draft("Linen Shirt", "S", "M"))
    real = foretold(market)
    assert (real.counters["discontinued"], real.counters["created"]) == (3, 1)


def test_a_product_that_entered_a_collection_and_changed(market: Market) -> None:
    market.pass_by()
    shops.collection(market.store, "Summer", shirt(market))
    update_product(market.store, shirt(market), title="Blouse")
    real = foretold(market)
    assert real.counters["updated"] == 1 and real.counters["unchanged"] >= 1


def test_a_product_that_is_refused_among_others(market: Market) -> None:
    for number in range(3):
        create_product(market.store, draft(f"Cap {number}", "S"))
    bad = next(one for one in market.store.products.values() if one.title == "Cap 1")
    next(one for one in market.store.variants.values() if one.product_id == bad.id).price = Decimal("-1")
    market.pass_by()
    dry, real = (market.attempt(market.begin(SYNC, dry=dry)) for dry in (True, False))
    assert dict(real.counters) == dict(dry.counters) and said(real) == said(dry)
    assert (real.counters["created"], real.counters["failed"]) == (2, 1)
