"""Limits how often unsigned requests leave a trace."""

import time

EVERY = 10.0


class Seldom:
    """One in ten seconds for each process, whoever asks."""

    def __init__(self) -> None:
        self._last: float | None = None

    def now(self) -> bool:
        clock = time.monotonic()
        if self._last is not None and clock - self._last < EVERY:
            return False
        self._last = clock
        return True
