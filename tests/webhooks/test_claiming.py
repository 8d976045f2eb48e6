"""What a claim costs when many events wait for a second try."""

import json

import pytest
from django.db import connection

from oms.models import Shop
from tests.webhooks.support import stored, thing
from webhooks.kind import EVENTS
from webhooks.models import WebhookEvent
from work import batch

pytestmark = pytest.mark.django_db
LONG_AGO = "2020-01-01T00:00Z"


def blocks(shop: Shop, many: int) -> int:
    """Blocks touched by one claim while `many` events of dead workers wait, each of a lane of its own."""
    first = stored(shop, "products/delete", thing(1), lane="product:1")
    WebhookEvent.objects.exclude(pk=first.pk).delete()
    left = {"state": "running", "due_at": LONG_AGO, "started_at": LONG_AGO, "lease_until": LONG_AGO, "digest": b"d"}
    rows = [
        WebhookEvent(shop=shop, topic="products/delete", lane=f"product:{n}", webhook_id=str(n), size=2, **left)
        for n in range(2, many)
    ]
    WebhookEvent.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE webhooks_webhookevent")
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {EVENTS.sql(batch.SUSPECT)}", EVENTS.values(1))
        told = cursor.fetchone()[0]
    plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]


def test_a_crowd_of_suspects_costs_no_square(shop: Shop) -> None:
    few, many = blocks(shop, 150), blocks(shop, 1200)
    assert many < 24 * few, f"{few} blocks for 150 events, {many} for 1,200"
