"""The trivial handler: one row in a table without any unique key, so that doing it twice would be seen."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from bench.receiving.sample import TOPIC
from webhooks import lanes, payload_shapes, topics
from webhooks.delivery import Delivered, Handler, Touched
from webhooks.topics import Topic


def create() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_ledger (event_id bigint NOT NULL)")


def write(event_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_ledger VALUES (%s)", [event_id])


def apply(delivered: Delivered, _found: Any) -> Sequence[Touched]:
    write(delivered.pk)
    return []


def use() -> None:
    """Have the topic of the bench dealt with by this."""
    page = topics.TOPICS[0].page
    shape = payload_shapes.record("Order", "line_items")
    topics.BY_NAME[TOPIC] = Topic(TOPIC, "New orders", page, Handler(apply), shape, lanes.by("order", "id"))
