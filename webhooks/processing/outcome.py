"""Writes what becomes of an event: done, failed, ignored."""

import json
from collections.abc import Sequence

from django.db import connection

from jobs.models import State
from webhooks.delivery import Ignored, Touched
from webhooks.kind import EVENTS
from webhooks.models import FailedTry, WebhookEvent
from work import claim
from work.error_text import LONGEST, message
from work.outcome import fail

_EFFECTS = """
UPDATE webhooks_webhookevent event SET effects = kept.effects::jsonb
FROM (VALUES {values}) kept (id, effects) WHERE event.id = kept.id
"""


def done(events: Sequence[WebhookEvent]) -> set[int]:
    """End them, first thing in the transaction of their effects. Those not in the answer are no longer ours."""
    return EVENTS.finish(events)


def keep_effects(effects: dict[int, Sequence[Touched]]) -> None:
    """Keep what each event changed."""
    rows = [(pk, json.dumps([vars(one) for one in touched])) for pk, touched in effects.items() if touched]
    if rows:
        with connection.cursor() as cursor:
            values = ",".join(["(%s,%s)"] * len(rows))
            cursor.execute(_EFFECTS.format(values=values), [value for row in rows for value in row])


def close(event: WebhookEvent, state: State, reason: str) -> None:
    """Without a handler: ignored, or dead for what it is."""
    claim.end(event, state, error=reason[:LONGEST])


def failed(event: WebhookEvent, error: Exception, *, ended: bool = False) -> None:
    """Its handler raised. `ended`: the event was ended as done in the transaction that is still open."""
    if isinstance(error, Ignored):
        claim.end(event, State.IGNORED, ended=ended, error=message(error))
    elif failure := fail(event, error, ended=ended):
        FailedTry.objects.create(event_id=event.pk, worker=event.claimed_by, error=failure.message)
