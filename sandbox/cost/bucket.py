"""Keeps the leaky bucket of each app.

It fills at a steady rate, is charged before a call, and gets back what the call did not need.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

RESTORE_RATES = {"standard": 100.0, "advanced": 200.0, "plus": 1000.0, "enterprise": 2000.0}
# Seconds of restoring that a full bucket holds (recorded: 2000 points at 100 a second).
SECONDS = 20


@dataclass
class Bucket:
    available: float
    at: float


class Buckets:
    """Points per app. `clock` gives seconds; `restore_rate` is points per second."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, restore_rate: float = RESTORE_RATES["standard"]
    ) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[str, Bucket] = {}
        self.restore_rate = restore_rate

    @property
    def maximum(self) -> float:
        return self.restore_rate * SECONDS

    def take(self, app_id: str, points: float) -> bool:
        """Charges the points, or gives False when there are too few."""
        with self._lock:
            bucket = self._filled(app_id)
            if bucket.available < points:
                return False
            bucket.available -= points
            return True

    def refund(self, app_id: str, points: float) -> None:
        with self._lock:
            bucket = self._filled(app_id)
            bucket.available = min(self.maximum, bucket.available + points)

    def drain(self, app_id: str) -> None:
        """Empties the bucket, as another client of the app would."""
        with self._lock:
            self._filled(app_id).available = 0.0

    def refill(self) -> None:
        with self._lock:
            self._buckets.clear()

    def status(self, app_id: str) -> dict[str, Any]:
        """Writes throttleStatus in whole points, as Shopify does."""
        with self._lock:
            available = self._filled(app_id).available
        return {
            "maximumAvailable": self.maximum,
            "currentlyAvailable": int(available),
            "restoreRate": self.restore_rate,
        }

    def _filled(self, app_id: str) -> Bucket:
        now = self._clock()
        bucket = self._buckets.setdefault(app_id, Bucket(self.maximum, now))
        bucket.available = min(self.maximum, bucket.available + (now - bucket.at) * self.restore_rate)
        bucket.at = now
        return bucket
