"""One worker process does everything: a few records staged in its connection must not meet a bulk import's tables."""

import pytest

from jobs.models import RunLog
from tests.orders.market import Market

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_bulk_import_after_a_handful(market: Market) -> None:
    market.place()
    market.run("orders.new_orders")
    market.place()
    run = market.run("initial_load.import_orders", status="any")
    told = list(RunLog.objects.filter(run=run).order_by("id").values_list("text", flat=True))
    assert [text for text in told if "already exists" in text] == []
    assert market.unequal() == []
