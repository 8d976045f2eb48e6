"""Taking up to a hundred due events at once.

Claims stand in line behind one lock, so that a lane which one worker holds is seen by the next. Events whose worker
was killed once are suspects: few are taken at a time. Those whose worker was killed twice are accused: they are taken
alone, so only one that kills its process by itself comes to its third death.
"""

from django.conf import settings
from django.db import connection, transaction

from webhooks.models import WebhookEvent
from work.claim import me
from work.item import MAX_DEATHS

BATCH = 100
FEW = 10
_LOCK = 7_305_118_201

_SQL = """
WITH held AS MATERIALIZED (
    SELECT shop_id, lane FROM webhooks_webhookevent
    WHERE state = 'running' AND lease_until >= now() AND lane <> ''
), due AS (
    SELECT id FROM webhooks_webhookevent event
    WHERE {which}
      -- Hashed once. Asked again for each row, a crowd of suspects took seconds to claim one of them.
      AND (shop_id, lane) NOT IN (SELECT shop_id, lane FROM held)
    ORDER BY due_at, id
    LIMIT %(most)s
    FOR UPDATE SKIP LOCKED
)
UPDATE webhooks_webhookevent event
SET state = 'running', token = token + 1,
    deaths = deaths + CASE WHEN state = 'running' THEN 1 ELSE 0 END,
    started_at = coalesce(started_at, now()), lease_until = now() + make_interval(secs => %(lease)s),
    claimed_by = %(me)s, enqueued_at = NULL
FROM due WHERE event.id = due.id
RETURNING event.*
"""
_CLEAN = "state = 'pending' AND due_at <= now() AND deaths = 0"
_LEFT = "state = 'running' AND lease_until < now()"
_SUSPECT = f"(state = 'pending' AND due_at <= now() AND deaths = 1 OR {_LEFT} AND deaths = 0)"
_ACCUSED = f"""(state = 'pending' AND due_at <= now() AND deaths > 1
    OR {_LEFT} AND deaths > 0 AND deaths < %(deaths)s)"""


def batch() -> list[WebhookEvent]:
    return _claim(_SQL.format(which=_CLEAN), BATCH)


def suspects() -> list[WebhookEvent]:
    return _claim(_SQL.format(which=_SUSPECT), FEW)


def accused() -> list[WebhookEvent]:
    return _claim(_SQL.format(which=_ACCUSED), 1)


def _claim(sql: str, most: int) -> list[WebhookEvent]:
    values = {
        "most": most,
        "lease": settings.ENGINE_LEASE,
        "me": me(),
        "deaths": MAX_DEATHS - 1,
    }
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        rows = list(WebhookEvent.objects.raw(sql, values))
    return sorted(rows, key=lambda row: (row.due_at, row.pk))


def keep(events: list[WebhookEvent]) -> None:
    """A new lease for what waits its turn in a batch."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE webhooks_webhookevent SET lease_until = now() + make_interval(secs => %s)"
            " WHERE state = 'running' AND (id, token) IN %s",
            [settings.ENGINE_LEASE, tuple((event.pk, event.token) for event in events)],
        )


def into_lane(event: WebhookEvent, lane: str) -> None:
    """Where its body named none, what was read did: so it stands with the others about the same thing."""
    if lane and not event.lane:
        WebhookEvent.objects.filter(pk=event.pk, token=event.token).update(lane=lane)


def release(events: list[WebhookEvent]) -> None:
    """Back into the queue, as if never taken: the worker is asked to end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE webhooks_webhookevent SET state = 'pending', lease_until = NULL"
            " WHERE state = 'running' AND (id, token) IN %s",
            [tuple((event.pk, event.token) for event in events)],
        )
