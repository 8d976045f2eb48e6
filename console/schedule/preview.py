"""Previews the form's schedule: next runs, clock changes, an outage."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from console.frame.moments import jump
from console.schedule.form import ScheduleForm
from console.schedule.outlook import Sentence, clock_sentence, outage_sentence
from console.schedule.words import when_words
from jobs.engine.schedule_rules import spread
from jobs.engine.slot_plan import Policies
from jobs.engine.slots import Interval
from jobs.engine.when import At, Every
from jobs.models import Schedule
from jobs.services import schedule_preview
from jobs.services.schedule_preview import Coming, Draft

COUNT = 8


@dataclass(frozen=True)
class Preview:
    words: str
    zone: str
    coming: list[Coming]
    clocks: list[Sentence]
    outage: str
    warnings: list[str]


def preview(form: ScheduleForm, saved: Schedule | None, key: str, zone: str) -> Preview | None:
    """Previews the form; None when it doesn't say when.

    `zone` is the shop's: an interval, which has none, is shown on its clock.
    """
    if not form.is_valid():
        return None
    draft, now = _draft(form, saved, key, zone), timezone.now()
    outage, coming = schedule_preview.outage(draft, now), schedule_preview.coming(draft, COUNT, now)
    return Preview(
        words=when_words(form.when(), draft.zone),
        zone=draft.zone,
        coming=coming,
        clocks=[clock_sentence(day, draft) for day in schedule_preview.clock_days(draft, now)],
        outage=outage_sentence(outage, draft.zone) if outage else "",
        warnings=warnings(form, zone, bool(coming)),
    )


def warnings(form: ScheduleForm, zone: str, coming: bool) -> list[str]:
    """Warns of what may be unintended in a valid form.

    `coming` = it has a next run.
    """
    when, typed = form.when(), form.cleaned_data["zone"]
    found = []
    if isinstance(when, Every):
        day, span = timedelta(days=1), timedelta(**{when.period: when.count})
        if span < timedelta(minutes=1):
            found.append(f"That is {day // span:,} runs a day, each with a row in the history.")
        if typed != zone:
            found.append(f"It counts elapsed time, so it has no time zone: {typed} is not kept.")
    if isinstance(when, At) and (jumped := jump(when.moment)):
        found.append(jumped.strip())
    return found if coming else [*found, "It has no next run."]


def _draft(form: ScheduleForm, saved: Schedule | None, key: str, shops: str) -> Draft:
    chosen: dict[str, Any] = form.cleaned_data
    rule = schedule_preview.rule_for(form.when(), chosen["gap"], form.anchor)
    # The stable offset depends on who the schedule is; one that isn't saved yet has its key and name already.
    named = Schedule(key=key, shop=saved.shop if saved else None, name=chosen["name"])
    if saved:
        named.shop_id = saved.shop_id
    named.spread_seconds = 60 * chosen["spread"]
    policies = Policies(
        overlap=chosen["overlap"],
        catch_up=chosen["catch_up"],
        window=timedelta(hours=chosen["catch_up_hours"]),
        skip_slot=saved.skip_slot if saved else None,
        skipped_by=saved.skipped_by if saved else "",
        closed=schedule_preview.closed_spans(chosen["calendar"]),
    )
    own = saved.pause if saved else None
    held = (own.starts_at, own.ends_at) if own else None
    zone = shops if isinstance(rule, Interval) else chosen["zone"]
    return Draft(rule, zone, policies, spread(named), held)
