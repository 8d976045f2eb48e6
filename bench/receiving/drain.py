"""Working off: the same rows by our drain, and by one Celery task for each. Two worker processes both times."""

import time
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection

from bench.receiving import processes, sample
from jobmanager.celery import app
from jobs.models import State
from oms.models import Shop
from webhooks import wake
from webhooks.models import WebhookEvent

PATIENCE = 300.0
_FILL = """
INSERT INTO webhooks_webhookevent (shop_id, topic, lane, webhook_id, event_id, headers, body, size, digest, api_version)
SELECT %s, %s, 'order:' || n, 'd' || n || %s, 'f' || n || %s, '{}', %s, %s, sha256(int8send(n)), '2026-10'
FROM generate_series(1, %s) n
"""


def fill(many: int) -> None:
    content = sample.body()
    mark = str(time.monotonic_ns())
    shop = Shop.objects.get(domain=sample.DOMAIN).pk
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE webhooks_webhookevent, bench_ledger CASCADE")
        cursor.execute(_FILL, [shop, sample.TOPIC, mark, mark, content, len(content), many])
        cursor.execute("ANALYZE webhooks_webhookevent")
    redis.Redis.from_url(settings.REDIS_URL).flushdb()


def ours(folder: Path, many: int) -> float:
    """Events a second, from the wake-up call to the last one done."""
    with processes.running(
        folder, "celery", "-A", "bench.receiving.ours", "worker", "-c", "2", "-Q", "webhooks", "-n", "drain@bench"
    ):
        _up("drain@bench")
        fill(many)
        begun = time.monotonic()
        for _ in range(2):
            wake.drain()
        return many / (_until_done(many) - begun)


def usual(folder: Path, many: int) -> float:
    """Events a second; the messages are in the queue before the clock starts."""
    fill(many)
    with app.connection_for_write() as way, app.amqp.Producer(way) as producer:
        for pk in WebhookEvent.objects.values_list("pk", flat=True):
            app.send_task("bench.usual", args=(pk,), queue="usual", producer=producer)
    with processes.running(
        folder, "celery", "-A", "bench.receiving.usual", "worker", "-c", "2", "-Q", "usual", "-n", "usual@bench"
    ):
        begun = 0.0
        while not begun:
            if WebhookEvent.objects.exclude(state=State.PENDING).exists():
                begun = time.monotonic()
                already = WebhookEvent.objects.filter(state=State.DONE).count()
        return (many - already) / (_until_done(many) - begun)


def _up(name: str) -> None:
    until = time.monotonic() + 60
    while not app.control.ping(destination=[name], timeout=0.5):
        if time.monotonic() > until:
            raise SystemExit("The worker does not answer")


def _until_done(many: int) -> float:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if not WebhookEvent.objects.filter(state__in=(State.PENDING, State.RUNNING)).exists():
            at = time.monotonic()
            _check(many)
            return at
        time.sleep(0.05)
    raise SystemExit("The events were not worked off in time")


def _check(many: int) -> None:
    """Counted from the effects, not from the states."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT event_id) FROM bench_ledger")
        if (found := cursor.fetchone()) != (many, many):
            raise SystemExit(f"{many} events, but effects and distinct effects: {found}")
