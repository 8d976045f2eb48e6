"""Publishes wake-up calls, and leaves a broker that failed alone.

Each may be lost, late or doubled: sweeper and claim make up for it.
"""

import logging
import time
from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import uuid4

from celery import current_app
from django.conf import settings
from kombu import Connection, Producer
from kombu.pools import producers

log = logging.getLogger(__name__)
EXPIRES = 600
BREAKER = 5.0
_TRANSPORT = {
    "socket_timeout": 0.5,
    "socket_connect_timeout": 0.5,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
_silent_until = 0.0


@cache
def _connection() -> Connection:
    """A connection for publishing alone: its sockets give up after half a second, a consumer's must not."""
    return Connection(settings.CELERY_BROKER_URL, transport_options=_TRANSPORT)


def ready() -> None:
    """Connect to the broker ahead of a message that must not wait for it. Never raises."""
    if time.monotonic() < _silent_until:
        return
    try:
        acquired = producers[_connection()].acquire(block=True, timeout=1)
        with acquired as producer, producer.channel.conn_or_acquire() as client:
            client.ping()
    except Exception:
        log.debug("The broker is not there yet", exc_info=True)


def publish(task: str, args: tuple[object, ...], queue: str, countdown: float = 0) -> bool:
    """Whether the message went out. Never raises: after a failure the broker is left alone for five seconds."""
    return publish_all(task, [(args, queue)], countdown)


def publish_all(task: str, calls: Sequence[tuple[tuple[object, ...], str]], countdown: float = 0) -> bool:
    """(arguments, queue) for each message; all of them in one round trip. Whether they went out. Never raises."""
    global _silent_until  # noqa: PLW0603  (one breaker a process)
    if time.monotonic() < _silent_until:
        return False
    try:
        with producers[_connection()].acquire(block=True, timeout=1) as producer, producer.batch():
            pattern = _message(task, countdown)
            batch = uuid4().hex
            for number, (args, queue) in enumerate(calls):
                _publish(producer, pattern, f"{batch}-{number}", args, queue)
    except Exception as error:
        _silent_until = time.monotonic() + BREAKER
        log.warning("Broker unreachable, the sweeper will send %s (%d) later: %s", task, len(calls), error)
        return False
    return True


def _message(task: str, countdown: float) -> Any:
    """Celery's own message for a call without arguments. Made once for many calls: it costs more than sending it."""
    return current_app.amqp.as_task_v2(
        "", task, args=(), kwargs={}, expires=EXPIRES + countdown, countdown=countdown or None, ignore_result=True
    )


def _publish(producer: Producer, pattern: Any, own: str, args: tuple[object, ...], queue: str) -> None:
    headers = {**pattern.headers, "id": own, "root_id": own, "argsrepr": repr(args)}
    producer.publish(
        (args, *pattern.body[1:]),
        exchange="",
        routing_key=queue,
        serializer="json",
        headers=headers,
        **{**pattern.properties, "correlation_id": own},
    )
