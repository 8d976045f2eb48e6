"""Decides when a call is sent again, and waits for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from shopify_client.documents import Document
from shopify_client.errors import Throttled, TransientError
from shopify_client.troubles import Troubles

ATTEMPTS = 5
# A worker never sleeps longer than this for one call: then the job gives itself back and somebody else may work.
PATIENCE_SECONDS = 5.0
BACKOFF_SECONDS = 0.25
THROTTLED_SECONDS_MIN = 1.0


@dataclass
class Patience:
    """The waits of one call. `sleep` and `random` (0 to 1) come from outside; `troubles` gets each wait."""

    sleep: Callable[[float], None]
    random: Callable[[], float]
    troubles: Troubles = field(default_factory=Troubles)
    left: float = PATIENCE_SECONDS
    failures: int = 0

    def budget(self, seconds: float) -> None:
        """Waits until the shop's budget has the points. Raises Throttled when that takes too long."""
        self._wait(seconds * (1 + 0.1 * self.random()), Throttled(seconds, "The shop's cost budget is used up"))

    def throttled(self, error: Throttled) -> None:
        """Waits after a refusal. It counts as no attempt: nothing was executed, so any call may go again."""
        self._wait(max(error.retry_in, THROTTLED_SECONDS_MIN) * (1 + 0.25 * self.random()), error)

    def failed(self, error: TransientError, document: Document) -> None:
        """Waits after a failure, or raises it: five attempts, and only what does no harm when it arrives twice."""
        self.failures += 1
        repeatable = document.idempotent or not error.may_have_arrived
        if not repeatable or self.failures >= ATTEMPTS:
            raise error
        pause = BACKOFF_SECONDS * 2 ** (self.failures - 1) * (0.5 + self.random())
        self._wait(max(pause, error.retry_in or 0.0), error)

    def _wait(self, seconds: float, otherwise: Throttled | TransientError) -> None:
        if seconds > self.left:
            otherwise.retry_in = max(otherwise.retry_in or 0.0, seconds)
            raise otherwise
        self.left -= seconds
        self.troubles.add(str(otherwise.args[0]), seconds)
        self.sleep(seconds)
