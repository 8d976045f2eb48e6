"""Works out an import's window of time.

From the start of the last good run, less an overlap, to now, less what is too young to be settled in the shop.

A shop may show a change some minutes late, hence both: with 6 and 5 minutes, runs at 13:00, 13:15 and 13:30 ask for
12:54 to 13:10 and 13:09 to 13:25. The watermark moves in the transaction that ends a run's work, never when it failed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from integrations.windows.models import Watermark
from oms.models import Shop


@dataclass(frozen=True)
class Window:
    """Both ends included. `started` is the moment the watermark moves to when all of it was imported."""

    start: datetime
    thru: datetime
    started: datetime

    def as_json(self) -> dict[str, str]:
        return {"start": self.start.isoformat(), "thru": self.thru.isoformat(), "started": self.started.isoformat()}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Window":
        return cls(*(datetime.fromisoformat(kept[name]) for name in ("start", "thru", "started")))

    def __str__(self) -> str:
        return f"{self.start:%Y-%m-%d %H:%M} to {self.thru:%Y-%m-%d %H:%M} UTC"


def next_window(
    shop: Shop, job: str, now: datetime, *, first: timedelta, overlap: timedelta, hold_back: timedelta
) -> Window:
    """The window of a run that starts now. Without a watermark, as if the last good run had been `first` ago."""
    mark = Watermark.objects.filter(shop=shop, job=job).first()
    start = (mark.at if mark else now - first) - overlap
    return Window(start, max(start, now - hold_back), now)


def reached(shop: Shop, job: str, window: Window) -> None:
    """All of the window is in. Inside the transaction of its last part; never moves backwards."""
    Watermark.objects.bulk_create([Watermark(shop=shop, job=job, at=window.started)], ignore_conflicts=True)
    Watermark.objects.filter(shop=shop, job=job, at__lt=window.started).update(at=window.started)
