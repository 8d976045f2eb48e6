"""Limits how often unsigned requests leave a trace."""

import time

from django.conf import settings


class Seldom:
    """Allows one row in so many seconds for each process."""

    def __init__(self) -> None:
        self._last: float | None = None

    def now(self) -> bool:
        clock = time.monotonic()
        if self._last is not None and clock - self._last < settings.WEBHOOK_ALERT_EVERY:
            return False
        self._last = clock
        return True
