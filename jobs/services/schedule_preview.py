"""Foresees a schedule: next slots, clock changes, a 3-hour outage."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from celery.schedules import ParseException
from django.utils import timezone

from jobs.engine import pause_spans, schedule_rules, slots
from jobs.engine.slot_plan import Busy, Plan, Policies, decide
from jobs.engine.when import At, BadTiming, Every, When
from jobs.models import Exclusion, ExclusionCalendar, Pause, Schedule

Span = tuple[datetime, datetime, str]


@dataclass(frozen=True)
class Draft:
    """A schedule's rule and policies, saved or not. `closed` are the spans of its calendar; `held` its pause."""

    rule: slots.Rule
    zone: str = "UTC"
    policies: Policies = field(default_factory=Policies)
    spread: timedelta = timedelta(0)
    held: tuple[datetime, datetime | None] | None = None


@dataclass(frozen=True)
class Coming:
    """A slot to come. `left_out` says why it will not run ("" = it will), `shifted` that the clocks move it."""

    slot: datetime
    due_at: datetime
    left_out: str = ""
    shifted: bool = False


@dataclass(frozen=True)
class ClockDay:
    """A change of the clocks by `by`: slots `moved` out of the missing hour or left out of it, and `doubled` ones."""

    at: datetime
    by: timedelta
    moved: list[datetime]
    left_out: int
    doubled: list[datetime]


@dataclass(frozen=True)
class Outage:
    """Nothing works from `start` to `end`: so many slots pass, and this is what becomes of them."""

    start: datetime
    end: datetime
    plan: Plan


def rule_for(when: When, gap: str, anchor: datetime) -> slots.Rule:
    """The rule of words that aren't saved yet. Raises BadTiming for a cron line of impossible values."""
    if isinstance(when, Every):
        return slots.Interval(timedelta(**{when.period: when.count}), anchor)
    if isinstance(when, At):
        return slots.Once(when.moment)
    minute, hour, day, month, weekday = when.fields
    try:
        return schedule_rules.cron_rule((minute, hour, weekday, day, month), when.zone, gap)
    except (ParseException, ValueError, KeyError) as error:
        raise BadTiming(f"The cron line can't be read: {error}") from None


def closed_spans(calendar: ExclusionCalendar | None) -> list[Span]:
    if calendar is None:
        return []
    spans = Exclusion.objects.filter(calendar=calendar, ends_at__gt=timezone.now())
    return list(spans.values_list("starts_at", "ends_at", "reason"))


def of_schedule(schedule: Schedule, closed: Sequence[Span], pauses: Sequence[Pause]) -> Draft:
    """`closed` are the spans of its calendar, `pauses` those that cover it. Raises schedule_rules.Malformed."""
    rule = schedule_rules.rule_of(schedule)
    policies = Policies(
        overlap=schedule.overlap,
        catch_up=schedule.catch_up,
        window=timedelta(hours=schedule.catch_up_hours),
        skip_slot=schedule.skip_slot,
        skipped_by=schedule.skipped_by,
        closed=closed,
        held=[pause_spans.span(pause) for pause in pauses if pause.schedule_id is None],
    )
    own = next((pause for pause in pauses if pause.schedule_id), None)
    paused = (own.starts_at, own.ends_at) if own else None
    zone = rule.zone if isinstance(rule, slots.Cron) else schedule.shop.time_zone if schedule.shop else "UTC"
    return Draft(rule, zone, policies, schedule_rules.spread(schedule), paused)


def coming(draft: Draft, count: int, after: datetime | None = None) -> list[Coming]:
    """The next slots, those that will not run included, each with the reason."""
    found = slots.upcoming(draft.rule, after or timezone.now(), count)
    return [Coming(slot, slot + draft.spread, _left_out(slot, draft), _shifted(slot, draft)) for slot in found]


def _left_out(slot: datetime, draft: Draft) -> str:
    if draft.policies.skip_slot == slot:
        return f"Skipped by {draft.policies.skipped_by or 'an operator'}"
    for start, end, reason in draft.policies.closed:
        if start <= slot < end:
            return f"Closed: {reason}"
    for start, end, reason in draft.policies.held:
        if start <= slot < end:
            return reason
    if draft.held and (draft.held[1] is None or slot < draft.held[1]):
        return "Paused"
    return ""


def _shifted(slot: datetime, draft: Draft) -> bool:
    if not isinstance(draft.rule, slots.Cron):
        return False
    local = slot.astimezone(ZoneInfo(draft.rule.zone))
    return local.hour not in draft.rule.hours or local.minute not in draft.rule.minutes


def clock_days(draft: Draft, now: datetime) -> list[ClockDay]:
    """The days of the coming year on which the clocks of the schedule's zone change."""
    found = []
    for at, by in slots.clock_changes(draft.zone, now):
        after, until = at - timedelta(hours=12), at + timedelta(hours=12)
        moved, left_out = _missing(draft.rule, after, until)
        doubled = [slot for slot in draft.rule.between(after, until) if _twice(slot, draft.zone)]
        found.append(ClockDay(at, by, moved, left_out, doubled))
    return found


def _missing(rule: slots.Rule, after: datetime, until: datetime) -> tuple[list[datetime], int]:
    """Slots of the hour that doesn't exist: those that are moved, or how many are left out."""
    if not isinstance(rule, slots.Cron):
        return [], 0
    with_them = set(replace(rule, gap=slots.SHIFT).between(after, until))
    extra = sorted(with_them - set(replace(rule, gap=slots.SKIP).between(after, until)))
    return (extra, 0) if rule.gap == slots.SHIFT else ([], len(extra))


def _twice(slot: datetime, zone: str) -> bool:
    local = slot.astimezone(ZoneInfo(zone))
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def outage(draft: Draft, now: datetime, span: timedelta = timedelta(hours=3)) -> Outage | None:
    """What an outage that begins just before the next run would cause; None when none of the next slots runs."""
    following = [one.slot for one in coming(draft, 50, now) if not one.left_out]
    if not following:
        return None
    start = following[0] - timedelta(minutes=1)
    end = start + span
    return Outage(start, end, decide(list(draft.rule.between(start, end)), end, draft.policies, Busy()))


def coming_until(draft: Draft, after: datetime, until: datetime, most: int = 2000) -> list[Coming]:
    """Every slot in (after, until], at most `most`."""
    found = islice(draft.rule.between(after, until), most)
    return [Coming(slot, slot + draft.spread, _left_out(slot, draft), _shifted(slot, draft)) for slot in found]
