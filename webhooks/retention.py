"""Says how long events are kept.

Their bodies, which hold customers' data, a month; the rest longer, so that a delivery captured then and sent again now
is still known.
"""

from datetime import datetime

from django.db.models import QuerySet

from jobs.models import State
from jobs.retention import OldRows
from webhooks.models import WebhookEvent

ENDED = (State.DONE, State.IGNORED)


def _old(before: datetime) -> QuerySet[WebhookEvent]:
    """Dead ones stay until a person has dealt with them; the proofs of a duty of privacy law stay."""
    return WebhookEvent.objects.filter(state__in=ENDED, finished_at__lt=before, duty__isnull=True)


def _with_body(before: datetime) -> QuerySet[WebhookEvent]:
    return _old(before).exclude(body=b"")


KEPT = (
    OldRows("webhook_payloads", "event_days", _with_body, emptied={"body": b"", "traceback": ""}),
    OldRows("webhook_events", "run_days", _old),
)
