"""Draws the events of 24 hours as bars.

One an hour: the height is how many, red what failed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

COUNT, WIDTH, GAP, HEIGHT, LEAST = 24, 6, 2, 28, 3


@dataclass(frozen=True)
class HourBar:
    x: int
    y: int
    height: int
    failed: int
    at: datetime
    words: str

    @property
    def red_y(self) -> int:
        return HEIGHT - self.failed


@dataclass(frozen=True)
class HourBars:
    """From old to new; `words` says the same for those who don't see it."""

    bars: list[HourBar]
    words: str
    total: int
    width: int = COUNT * (WIDTH + GAP) - GAP
    height: int = HEIGHT
    bar_width: int = WIDTH


def hour_bars(counted: Mapping[datetime, tuple[int, int]], now: datetime) -> HourBars:
    """Draws the bars; `counted` holds (events, failed ones) by full hour."""
    last = now.replace(minute=0, second=0, microsecond=0)
    hours = [last - timedelta(hours=back) for back in range(COUNT - 1, -1, -1)]
    most = max((many for many, _ in counted.values()), default=0) or 1
    bars = [_bar(place, hour, *counted[hour], most) for place, hour in enumerate(hours) if hour in counted]
    total, failed = sum(counted[h][0] for h in counted), sum(counted[h][1] for h in counted)
    words = "No event in 24 hours" if not total else f"{total:,} event{'' if total == 1 else 's'} in 24 hours"
    return HourBars(bars, words + (f", {failed:,} failed" if failed else ""), total)


def _bar(place: int, hour: datetime, many: int, failed: int, most: int) -> HourBar:
    height = max(LEAST, round(HEIGHT * many / most))
    red = max(LEAST, round(HEIGHT * failed / most)) if failed else 0
    words = f"{many:,}" + (f", {failed:,} failed" if failed else "")
    return HourBar(place * (WIDTH + GAP), HEIGHT - height, height, min(red, height), hour, words)
