"""The messages that wake a worker, as they lie in the broker."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from django.conf import settings

from jobs import tasks
from jobs.engine import wake

QUEUE = "probe_wake"


@pytest.fixture
def broker() -> Iterator[redis.Redis]:
    client = redis.Redis.from_url(settings.REDIS_URL)
    client.delete(QUEUE)
    yield client
    client.delete(QUEUE)
    client.close()


def taken(broker: redis.Redis) -> tuple[dict[str, Any], Any]:
    """Headers and body of the oldest message."""
    raw: Any = broker.rpop(QUEUE)
    message = json.loads(raw)
    return message["headers"], json.loads(base64.b64decode(message["body"]))


def test_many_at_once_are_what_celery_itself_would_send(broker: redis.Redis) -> None:
    tasks.run.apply_async(args=("run", 7), queue=QUEUE, expires=600)
    own_headers, own_body = taken(broker)
    assert wake.publish_all("jobs.run", [(("run", 7), QUEUE), (("run", 8), QUEUE)])
    (first, body), (second, other) = taken(broker), taken(broker)
    assert (body, other[0]) == (own_body, ["run", 8])
    assert first.keys() == own_headers.keys()
    assert {key for key in first if first[key] != own_headers[key]} <= {"id", "root_id", "expires", "origin"}
    assert first["id"] == first["root_id"] != second["id"]
    assert own_headers["expires"][:15] <= first["expires"]


def test_one_that_is_to_wait_says_until_when(broker: redis.Redis) -> None:
    assert wake.publish("jobs.run", ("run", 7), QUEUE, countdown=30)
    headers, _ = taken(broker)
    assert headers["eta"] < headers["expires"]


def test_a_broker_that_is_away_is_no_error_for_who_gets_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = wake.Connection("redis://127.0.0.1:1/0", transport_options=wake._TRANSPORT)
    monkeypatch.setattr(wake, "_connection", lambda: nobody)
    wake.ready()
