"""The messages that wake a worker, as they lie in the broker."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from django.conf import settings

from jobs import tasks
from work import broker

QUEUE = "probe_wake"


@pytest.fixture
def queue() -> Iterator[redis.Redis]:
    client = redis.Redis.from_url(settings.REDIS_URL)
    client.delete(QUEUE)
    yield client
    client.delete(QUEUE)
    client.close()


def taken(queue: redis.Redis) -> tuple[dict[str, Any], Any]:
    """Headers and body of the oldest message."""
    raw: Any = queue.rpop(QUEUE)
    message = json.loads(raw)
    return message["headers"], json.loads(base64.b64decode(message["body"]))


def test_many_at_once_are_what_celery_itself_would_send(queue: redis.Redis) -> None:
    tasks.run.apply_async(args=("run", 7), queue=QUEUE, expires=600)
    own_headers, own_body = taken(queue)
    assert broker.publish_all("jobs.run", [(("run", 7), QUEUE), (("run", 8), QUEUE)])
    (first, body), (second, other) = taken(queue), taken(queue)
    assert (body, other[0]) == (own_body, ["run", 8])
    assert first.keys() == own_headers.keys()
    assert {key for key in first if first[key] != own_headers[key]} <= {"id", "root_id", "expires", "origin"}
    assert first["id"] == first["root_id"] != second["id"]
    assert own_headers["expires"][:15] <= first["expires"]


def test_one_that_is_to_wait_says_until_when(queue: redis.Redis) -> None:
    assert broker.publish("jobs.run", ("run", 7), QUEUE, countdown=30)
    headers, _ = taken(queue)
    assert headers["eta"] < headers["expires"]


def test_a_broker_that_is_away_is_no_error_for_who_gets_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = broker.Connection("redis://127.0.0.1:1/0", transport_options=broker._TRANSPORT)
    monkeypatch.setattr(broker, "_connection", lambda: nobody)
    broker.ready()
