"""Honours @idempotent(key:): a repeated call gets its first payload.

It is kept for a day, and given to the same key with the same arguments.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sandbox.graphql.errors import UserError, UserErrors
from sandbox.state.clock import Clock

KEPT = timedelta(hours=24)
RUNNING, DONE, FAILED = "running", "done", "failed"
CONCURRENT = "IDEMPOTENCY_CONCURRENT_REQUEST"
MISMATCH = "IDEMPOTENCY_KEY_PARAMETER_MISMATCH"
FAILED_BEFORE = "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED"
WORDS = {
    CONCURRENT: "This request is currently in progress, please try again.",
    MISMATCH: "The same idempotency key cannot be used with different operation parameters.",
    FAILED_BEFORE: "The previous attempt with this idempotency key failed, please use another key.",
}

Key = tuple[str, str, str]  # app, mutation, key


@dataclass
class Attempt:
    arguments: Mapping[str, Any]
    begun_at: datetime
    state: str = RUNNING
    payload: Any = None


@dataclass(frozen=True)
class Claim:
    """Holds a key's outcome: the right to run, a payload, a refusal."""

    key: Key
    attempt: Attempt
    replayed: bool = False
    refusal: UserErrors | None = None


class Idempotency:
    """Keeps one attempt per app, mutation and key, under its own lock.

    A second call must be refused while the first still runs.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._attempts: dict[Key, Attempt] = {}

    def claim(self, key: Key, arguments: Mapping[str, Any]) -> Claim:
        now = self._clock.now()
        with self._lock:
            self._forget(now)
            earlier = self._attempts.get(key)
            if earlier is None:
                attempt = self._attempts[key] = Attempt(dict(arguments), now)
                return Claim(key, attempt)
            if earlier.arguments != arguments:
                return Claim(key, earlier, refusal=_refused(MISMATCH))
            if earlier.state == DONE:
                return Claim(key, earlier, replayed=True)
            return Claim(key, earlier, refusal=_refused(CONCURRENT if earlier.state == RUNNING else FAILED_BEFORE))

    def succeeded(self, claim: Claim, payload: Any) -> None:
        with self._lock:
            claim.attempt.state, claim.attempt.payload = DONE, payload

    def failed(self, claim: Claim) -> None:
        """Spends the key: the mutation was refused."""
        with self._lock:
            claim.attempt.state = FAILED

    def forgo(self, claim: Claim) -> None:
        """Gives back the right to run, as if never claimed.

        Does nothing for other claims.
        """
        with self._lock:
            mine = not claim.replayed and claim.refusal is None and claim.attempt.state == RUNNING
            if mine and self._attempts.get(claim.key) is claim.attempt:
                del self._attempts[claim.key]

    def _forget(self, now: datetime) -> None:
        """Attempts stand in order of their beginning, the old ones first."""
        while self._attempts:
            first = next(iter(self._attempts))
            if now - self._attempts[first].begun_at < KEPT:
                return
            del self._attempts[first]


def _refused(code: str) -> UserErrors:
    return UserErrors([UserError(WORDS[code], None, code)])
