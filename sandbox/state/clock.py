"""Tells the store's time: real time, moved forward on request.

So a day passes in a second.
"""

from datetime import UTC, datetime, timedelta


class Clock:
    """Tells whole seconds, UTC: real time plus `offset`, or `fixed`."""

    def __init__(self) -> None:
        self.offset = timedelta(0)
        self.fixed: datetime | None = None

    def now(self) -> datetime:
        return (self.fixed or datetime.now(UTC) + self.offset).replace(microsecond=0)

    def advance(self, seconds: float) -> datetime:
        step = timedelta(seconds=seconds)
        if self.fixed is not None:
            self.fixed += step
        self.offset += step
        return self.now()

    def stop_at(self, instant: datetime | None) -> None:
        """Stops at an instant, or runs again (None)."""
        self.fixed = instant
