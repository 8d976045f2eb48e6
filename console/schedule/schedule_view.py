"""A schedule as every page shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from console.presentation.pauses import Held, shown
from console.schedule.words import when_words
from jobs.engine import pause_spans, schedule_rules
from jobs.engine.schedule_words import when_of
from jobs.engine.when import At
from jobs.models import Pause, Schedule
from jobs.services import schedule_preview
from jobs.services.schedule_preview import Coming, Span


@dataclass(frozen=True)
class ScheduleView:
    """A schedule in words, with its next slots.

    `coming` are the next slots; `error` says why it can't be read. A one-off whose time has come is `over`.
    """

    schedule: Schedule
    words: str
    zone: str
    on: bool
    pause: Pause | None
    error: str
    once: bool
    held: list[Held] = field(default_factory=list)
    coming: list[Coming] = field(default_factory=list)

    @property
    def paused(self) -> bool:
        return self.pause is not None

    @property
    def next(self) -> Coming | None:
        """The next slot that will run, as far as is known."""
        return next((slot for slot in self.coming if not slot.left_out), None)

    @property
    def skipped(self) -> datetime | None:
        """The skipped slot, as long as it can be brought back."""
        slot = self.schedule.skip_slot
        return slot if self.on and slot and slot > timezone.now() else None

    @property
    def after_skip(self) -> Coming | None:
        """The slot that follows if the next one is skipped."""
        running = [slot for slot in self.coming if not slot.left_out]
        return running[1] if len(running) > 1 else None


def views(
    schedules: Iterable[Schedule], count: int, closed: dict[int, list[Span]], pauses: Sequence[Pause]
) -> list[ScheduleView]:
    """`closed` are the spans of each calendar, `pauses` all that hold anything now."""
    return [view(schedule, count, closed.get(schedule.calendar_id or 0, []), pauses) for schedule in schedules]


def view(schedule: Schedule, count: int = 5, closed: Sequence[Span] = (), pauses: Sequence[Pause] = ()) -> ScheduleView:
    now = timezone.now()
    on = bool(schedule.periodic_task.enabled)
    zone = schedule.shop.time_zone if schedule.shop else "UTC"
    coming, error = [], ""
    holding_it = pause_spans.over(schedule, pauses)
    try:
        draft = schedule_preview.of_schedule(schedule, closed, holding_it)
        zone = draft.zone
        coming = schedule_preview.coming(draft, count, now) if on else []
    except schedule_rules.Malformed as problem:
        error = str(problem)
    when = when_of(schedule)
    own = next((pause for pause in holding_it if pause.schedule_id and pause.holds(now)), None)
    wide = shown([pause for pause in holding_it if pause.schedule_id is None])
    return ScheduleView(schedule, when_words(when, zone), zone, on, own, error, isinstance(when, At), wide, coming)


def over(shown: ScheduleView) -> bool:
    """Whether a one-off has had its turn: nothing is left to change."""
    return shown.once and not shown.coming
