"""Makes, changes, pauses and backfills schedules, each with its audit row."""

from datetime import datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from jobs import audit, registry
from jobs.audit import Actor, Deed
from jobs.engine import due_slots, schedule_rules, scheduling, slots
from jobs.engine.schedule_words import describe, policies
from jobs.engine.when import When, parse
from jobs.models import ExclusionCalendar, JobRun, Pause, Schedule, State
from jobs.models.run import Origin
from jobs.services import allowed_moments
from jobs.services.run_control import NotPossible
from jobs.services.run_request import InvalidParameters, as_json
from jobs.services.schedule_settings import Settings
from oms.models import Shop

CREATED = Deed("schedule.created", "scheduled")
CHANGED = Deed("schedule.changed", "changed the schedule of")
SWITCHED = Deed("schedule.switched", "switched")
PAUSED = Deed("schedule.paused", "paused")
RESUMED = Deed("schedule.resumed", "resumed")
SKIPPED_NEXT = Deed("schedule.skip_next", "skipped the next run of")
SKIP_UNDONE = Deed("schedule.skip_undone", "brought back the skipped run of")
BACKFILLED = Deed("schedule.backfilled", "backfilled")

LONGEST_BACKFILL = 500
__all__ = [
    "Settings",
    "Stale",
    "backfill",
    "describe",
    "pause",
    "resume",
    "save_schedule",
    "skip_next",
    "switch",
    "upcoming",
]


class Backfilled(NamedTuple):
    """Runs made, the slots of the range, and since when an interval counts if that is later than its start."""

    made: int
    slots: int
    since: datetime | None


class Stale(NotPossible):
    """The schedule was changed since the page was drawn."""


def save_schedule(
    key: str, shop: Shop | None, chosen: Settings, actor: Actor, *, name: str = "", revision: int | None = None
) -> Schedule:
    """Make the schedule of a job for a shop what `chosen` says.

    `revision` is the one the editor saw; another one raises Stale. Raises UnknownJob, InvalidParameters, BadSettings
    and BadTiming.
    """
    definition = registry.get(key)
    chosen.check()
    form = definition.clean(chosen.parameters)
    if not form.is_valid():
        raise InvalidParameters(form)
    when = parse(chosen.when, chosen.zone)
    with transaction.atomic():
        schedule = _locked(key, shop, name)
        if schedule and revision is not None and revision != schedule.revision:
            raise Stale("Somebody else changed this schedule meanwhile; look at it again.")
        before = describe(schedule) if schedule else {}
        schedule = _write(schedule or Schedule(key=key, shop=shop, name=name), when, chosen, as_json(form))
        schedule.queue = definition.queue
        schedule_rules.rule_of(schedule)
        schedule.save()
        after = describe(schedule)
        audit.record(actor, CHANGED if before else CREATED, schedule, before=before, after=after)
    return schedule


def _locked(key: str, shop: Shop | None, name: str) -> Schedule | None:
    return due_slots.with_clock().select_for_update(of=("self",)).filter(key=key, shop=shop, name=name).first()


def _write(schedule: Schedule, when: When, chosen: Settings, parameters: dict[str, Any]) -> Schedule:
    label = ":".join(filter(None, (schedule.key, schedule.shop.domain if schedule.shop else "", schedule.name)))
    known = schedule if schedule.pk else None
    schedule.periodic_task = scheduling.define(known, when, name=label, enabled=chosen.enabled)
    schedule.parameters = parameters
    for policy in ("overlap", "catch_up", "catch_up_hours", "gap", "spread_seconds", "pause_after_failures"):
        setattr(schedule, policy, getattr(chosen, policy))
    schedule.calendar = ExclusionCalendar.objects.get(name=chosen.calendar) if chosen.calendar else None
    if known is None:
        # An interval's phase counts from here. The cursor too: nothing is due for the time before it was made.
        schedule.anchor = schedule.cursor = timezone.now()
    elif schedule.fingerprint != schedule_rules.fingerprint(schedule):
        schedule.cursor, schedule.revision = timezone.now(), schedule.revision + 1
    else:
        schedule.revision += 1
    schedule.fingerprint, schedule.error = schedule_rules.fingerprint(schedule), ""
    return schedule


def switch(pk: int, enabled: bool, actor: Actor) -> Schedule:
    """On or off. Switched on again, nothing that was due meanwhile is made up for."""
    with transaction.atomic():
        schedule = _get(pk)
        if schedule.periodic_task.enabled != enabled:
            before = {"enabled": schedule.periodic_task.enabled}
            scheduling.switch(schedule, enabled)
            schedule.cursor, schedule.fingerprint = timezone.now(), schedule_rules.fingerprint(schedule)
            schedule.revision += 1
            schedule.save(update_fields=["cursor", "fingerprint", "revision"])
            audit.record(actor, SWITCHED, schedule, before=before, after={"enabled": enabled})
    return schedule


def pause(pk: int, actor: Actor, reason: str, until: datetime | None = None) -> Schedule:
    """Nothing starts by this schedule until then (or until resumed). `reason` is compulsory."""
    if not reason.strip():
        raise NotPossible("Say why it is paused.")
    allowed_moments.check_end(until)
    with transaction.atomic():
        schedule = _get(pk)
        held = schedule.pause or Pause(schedule=schedule)
        held.starts_at, held.ends_at = timezone.now(), until
        held.reason, held.paused_by = reason.strip()[:300], actor.name
        held.save()
        after = {"until": until.isoformat() if until else None}
        audit.record(actor, PAUSED, schedule, after=after, reason=reason)
    return schedule


def resume(pk: int, actor: Actor) -> Schedule:
    """End the pause now. What was due meanwhile follows the catch-up policy, so every slot gets its row."""
    with transaction.atomic():
        schedule = _get(pk)
        held = schedule.pause
        if held is None:
            raise NotPossible("This schedule is not paused.")
        held.ends_at, held.ended_by = timezone.now(), actor.name
        held.save(update_fields=["ends_at", "ended_by"])
        audit.record(actor, RESUMED, schedule, before={"reason": held.reason})
    return schedule


def skip_next(pk: int, actor: Actor) -> Schedule:
    """Leave out exactly the next slot; `undo_skip` takes it back until then."""
    with transaction.atomic():
        schedule = _get(pk)
        coming = upcoming(schedule, 1)
        if not coming:
            raise NotPossible("This schedule has no next run to skip.")
        schedule.skip_slot, schedule.skipped_by = coming[0], actor.name
        schedule.save(update_fields=["skip_slot", "skipped_by"])
        audit.record(actor, SKIPPED_NEXT, schedule, after={"slot": coming[0].isoformat()})
    return schedule


def undo_skip(pk: int, actor: Actor) -> Schedule:
    with transaction.atomic():
        schedule = _get(pk)
        if schedule.skip_slot is None:
            raise NotPossible("There is no slot to bring back: it has passed, or nobody skipped it.")
        audit.record(actor, SKIP_UNDONE, schedule, before={"slot": schedule.skip_slot.isoformat()})
        schedule.skip_slot, schedule.skipped_by = None, ""
        schedule.save(update_fields=["skip_slot", "skipped_by"])
    return schedule


def upcoming(schedule: Schedule, count: int, after: datetime | None = None) -> list[datetime]:
    """The next slots, none when it is switched off or can't be read. A skipped one is still among them."""
    if not schedule.periodic_task.enabled:
        return []
    try:
        rule = schedule_rules.rule_of(schedule)
    except schedule_rules.Malformed:
        return []
    return slots.upcoming(rule, after or timezone.now(), count)


def backfill(pk: int, start: datetime, end: datetime, actor: Actor) -> Backfilled:
    """Runs for the slots of a past range, as if they had come. Slots that have a row keep it. Raises NotPossible."""
    allowed_moments.check("The start of the backfill", start)
    if not start < end <= timezone.now():
        raise NotPossible("A backfill goes from an earlier to a later moment, both in the past.")
    with transaction.atomic():
        schedule = _get(pk)
        try:
            rule = schedule_rules.rule_of(schedule)
        except schedule_rules.Malformed as error:
            raise NotPossible(f"It can't be read: {error}.") from None
        found = list(islice(rule.between(start - timedelta(microseconds=1), end), LONGEST_BACKFILL + 1))
        if len(found) > LONGEST_BACKFILL:
            raise NotPossible(f"That range holds more than {LONGEST_BACKFILL:,} slots, the most for one backfill.")
        rows = [
            JobRun(
                key=schedule.key,
                shop=schedule.shop,
                schedule=schedule,
                slot_at=slot,
                origin=Origin.BACKFILL,
                queue=schedule.queue,
                parameters=schedule.parameters,
                policies=policies(schedule),
                state=State.PENDING,
                requested_by_id=actor.user_id,
            )
            for slot in found
        ]
        before = JobRun.objects.filter(schedule=schedule).count()
        JobRun.objects.bulk_create(rows, ignore_conflicts=True)
        made = JobRun.objects.filter(schedule=schedule).count() - before
        span = {"from": start.isoformat(), "to": end.isoformat(), "runs": made}
        audit.record(actor, BACKFILLED, schedule, after=span)
    since = rule.anchor if isinstance(rule, slots.Interval) and rule.anchor > start else None
    return Backfilled(made, len(found), since)


def _get(pk: int) -> Schedule:
    return due_slots.with_clock().select_for_update(of=("self",)).get(pk=pk)
