"""Describes one delivery of a webhook.

It has the payload and the address as they were when the event happened.
"""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

RETRIES = 8
# Eight waits, each twice the one before: four hours in all.
_FIRST_WAIT = 56.0

WAITING, SENDING, DELIVERED, FAILED, LOST = "waiting", "sending", "delivered", "failed", "lost"


@dataclass(frozen=True)
class Try:
    """Holds the `status` of the answer, or None and the `error`."""

    at: datetime
    status: int | None
    error: str
    seconds: float

    @property
    def succeeded(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


@dataclass
class Delivery:
    """Waits for the store's clock, and for `ready_at` of the process's.

    `about` is the record's gid. `event_id` names the event, for all its subscriptions; `webhook_id` this delivery, the
    same for each retry.
    """

    id: int
    topic: str
    address: str
    secret: str = field(repr=False)
    body: bytes = field(repr=False)
    about: str
    event_id: str
    triggered_at: datetime
    due_at: datetime
    ready_at: float
    subscription_id: int | None = None
    name: str | None = None
    api_version: str = ""
    webhook_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    state: str = WAITING
    tries: list[Try] = field(default_factory=list)

    @property
    def exhausted(self) -> bool:
        return len(self.tries) > RETRIES

    def wait(self) -> timedelta:
        """Computes the wait until the next try from the tries made."""
        return timedelta(seconds=_FIRST_WAIT * 2 ** (len(self.tries) - 1))

    def as_json(self) -> dict[str, Any]:
        tries = [
            {"at": one.at.isoformat(), "status": one.status, "error": one.error, "seconds": round(one.seconds, 3)}
            for one in self.tries
        ]
        names = ("id", "topic", "address", "about", "event_id", "webhook_id", "subscription_id", "state")
        times = {"triggered_at": self.triggered_at.isoformat(), "due_at": self.due_at.isoformat()}
        return {**{name: getattr(self, name) for name in names}, **times, "bytes": len(self.body), "tries": tries}
