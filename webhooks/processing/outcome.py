"""What becomes of an event, in the words of the engine: done, tried again, dead or ignored."""

import json
import traceback as tracebacks
from collections.abc import Sequence
from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.models import F
from django.db.models.functions import Now

from integrations.text import clean
from jobs.models import State
from webhooks.delivery import Ignored, Touched
from webhooks.models import FailedTry, WebhookEvent
from work import backoff
from work.errors import Permanent, Temporary
from work.fingerprint import fingerprint
from work.item import MAX_ATTEMPTS

_LONGEST = 2000
_DONE = """
UPDATE webhooks_webhookevent SET state = 'done', finished_at = now(), lease_until = NULL, error = '', traceback = '',
    fingerprint = ''
WHERE state = 'running' AND (id, token) IN %s
RETURNING id
"""
_EFFECTS = """
UPDATE webhooks_webhookevent event SET effects = told.effects::jsonb
FROM (VALUES {values}) told (id, effects) WHERE event.id = told.id
"""


def done(events: Sequence[WebhookEvent]) -> set[int]:
    """End them, first thing in the transaction of their effects. Those not in the answer are no longer ours."""
    with connection.cursor() as cursor:
        cursor.execute(_DONE, [tuple((event.pk, event.token) for event in events)])
        return {pk for (pk,) in cursor.fetchall()}


def tell(effects: dict[int, Sequence[Touched]]) -> None:
    """Keep what each event changed."""
    told = [(pk, json.dumps([vars(one) for one in touched])) for pk, touched in effects.items() if touched]
    if told:
        with connection.cursor() as cursor:
            values = ",".join(["(%s,%s)"] * len(told))
            cursor.execute(_EFFECTS.format(values=values), [part for pair in told for part in pair])


def close(event: WebhookEvent, state: State, reason: str) -> None:
    """Without a handler: ignored, or dead for what it is."""
    WebhookEvent.objects.filter(pk=event.pk, token=event.token, state=State.RUNNING).update(
        state=state, finished_at=Now(), lease_until=None, error=reason[:_LONGEST], fingerprint=_mark(state, reason)
    )


def failed(event: WebhookEvent, error: Exception) -> None:
    """Its handler raised; the row is still ours (running, or done in this very transaction)."""
    row = WebhookEvent.objects.filter(pk=event.pk, token=event.token, state__in=(State.RUNNING, State.DONE))
    if isinstance(error, Ignored):
        row.update(state=State.IGNORED, finished_at=Now(), lease_until=None, error=message(error))
        return
    told = message(error)
    attempts = event.attempts + 1
    last = isinstance(error, Permanent) or attempts >= MAX_ATTEMPTS
    wait = error.retry_after if isinstance(error, Temporary) and error.retry_after is not None else None
    delay = backoff.seconds(attempts) if wait is None else wait
    changed = row.update(
        state=State.DEAD if last else State.PENDING,
        finished_at=Now() if last else None,
        lease_until=None,
        attempts=F("attempts") + 1,
        due_at=F("due_at") if last else Now() + timedelta(seconds=delay),
        error=told,
        traceback=trace(error),
        fingerprint=_mark(State.DEAD, told) if last else "",
    )
    if changed:
        FailedTry.objects.create(event_id=event.pk, worker=event.claimed_by, error=told)


def message(error: Exception) -> str:
    """Its sentence. Of the database's only the first line: the others quote values, which may be a customer's."""
    text = str(error).strip() or type(error).__name__
    if isinstance(error, DatabaseError):
        text = text.splitlines()[0]
    known = isinstance(error, Temporary | Permanent | Ignored)
    return clean(text if known else f"{type(error).__name__}: {text}")[:_LONGEST]


def trace(error: Exception) -> str:
    """Where it was raised; the sentences of the causes stay out for the same reason."""
    return "".join(tracebacks.format_tb(error.__traceback__))[-20_000:]


def _mark(state: State, text: str) -> str:
    return fingerprint(text) if state == State.DEAD else ""
