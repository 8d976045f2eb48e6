"""Effects counted beside the product's own tables: one row for each time an event took effect, under no unique key."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import connection

from bench.storm.posts import TOPICS
from webhooks import topics
from webhooks.delivery import Delivered, Handler, Ignored, Touched


def create() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE storm_ledger (number bigint NOT NULL)")


def forget() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE storm_ledger, webhooks_webhookevent CASCADE")


def effects() -> Counter[int]:
    """How often each event took effect."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, count(*) FROM storm_ledger GROUP BY number")
        return Counter(dict(cursor.fetchall()))


def keep() -> None:
    """In a worker: the product's handlers, and a line in the ledger in the same transaction."""
    for name in TOPICS:
        topic = topics.BY_NAME[name]
        topics.BY_NAME[name] = replace(topic, handler=replace(topic.handler, apply=_counting(topic.handler)))


def _counting(handler: Handler) -> Any:
    def apply(delivered: Delivered, found: Any) -> Sequence[Touched]:
        """An event that finds its order as new already took its effect, too: it was looked after."""
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO storm_ledger VALUES (%s)", [delivered.payload["storm"]])
        try:
            return handler.apply(delivered, found)
        except Ignored:
            return []

    return apply
