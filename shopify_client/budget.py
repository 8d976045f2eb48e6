"""Estimates how many cost points a shop has left.

As far as we know; everybody who calls that shop shares them.

Shopify keeps one leaky bucket per app and shop and tells its state in every answer (extensions.cost.throttleStatus).
Nothing about its size is assumed: until the first answer every call may go.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

# In points: what is left over by rounding after the wait for exactly the points that were missing.
CLOSE_ENOUGH = 0.01


@dataclass(frozen=True)
class ThrottleStatus:
    """The bucket as Shopify tells it: points, points, points a second."""

    maximum: float
    available: float
    restore_rate: float


class Budget(Protocol):
    def take(self, cost: float) -> float:
        """Takes the points and returns 0, or takes nothing and returns the seconds until they are there."""

    def learn(self, status: ThrottleStatus) -> None:
        """Takes over the state of the bucket that Shopify sent."""


class LocalBudget:
    """For one process: without Redis, and where Redis does not answer."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._status: ThrottleStatus | None = None
        self._at = 0.0

    def take(self, cost: float) -> float:
        with self._lock:
            if self._status is None:
                return 0.0
            now = self._clock()
            held = self._status
            available = min(held.maximum, held.available + max(0.0, now - self._at) * held.restore_rate)
            missing = min(cost, held.maximum) - available
            if missing > CLOSE_ENOUGH:
                return missing / max(held.restore_rate, 1.0)
            self._status = ThrottleStatus(held.maximum, available - cost, held.restore_rate)
            self._at = now
            return 0.0

    def learn(self, status: ThrottleStatus) -> None:
        with self._lock:
            self._status = status
            self._at = self._clock()
