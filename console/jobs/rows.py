"""A job as a row of its category's page."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms as django_forms
from django.http import HttpRequest
from django.utils import timezone

from console.frame import pins
from console.frame.job_forms import named
from console.jobs.cards import Card, cards
from console.runs.why_waiting import Why, why
from console.schedule import rows as schedule_rows
from console.schedule.schedule_view import ScheduleView
from jobs.definition import JobDefinition
from oms.models import Shop


@dataclass
class Row:
    """A card with its schedules and what else its row shows.

    `plans` are its schedules, `details` what "Copy details" copies, `waits` why a run in line isn't taken up.
    """

    card: Card
    plans: list[ScheduleView]
    pins: bool
    details: str
    waits: Why | None

    @property
    def job(self) -> JobDefinition:
        return self.card.job

    @property
    def plan(self) -> ScheduleView | None:
        return self.plans[0] if self.plans else None


def rows(request: HttpRequest, jobs: Sequence[JobDefinition], shop: Shop | None) -> list[Row]:
    """Makes rows in the order given.

    How many queries depends on the number of jobs, never on that of runs.
    """
    plans = schedule_rows.of_jobs([job.key for job in jobs], shop)
    return [_row(request, card, plans[card.job.key]) for card in cards(jobs, shop)]


def _row(request: HttpRequest, card: Card, plans: list[ScheduleView]) -> Row:
    if plans:
        card.form = _with(card.job, plans[0].schedule.parameters)
    waits = why(card.under_way.run, timezone.now()) if card.under_way else None
    return Row(card, plans, pins.is_pinned(request, card.job.key), details(card.job, plans), waits)


def _with(job: JobDefinition, parameters: dict[str, object]) -> django_forms.Form:
    """Fills the form with the schedule's inputs, to start from by hand."""
    return named(job.form(initial={**job.defaults(), **parameters}), job)


def details(job: JobDefinition, plans: list[ScheduleView]) -> str:
    lines = [job.name, f"key: {job.key}", f"summary: {job.summary}"]
    for plan in plans:
        name = f" ({plan.schedule.name})" if plan.schedule.name else ""
        lines.append(f"schedule{name}: {plan.words}, {plan.zone}, {'on' if plan.on else 'off'}")
        lines.append(f"parameters: {json.dumps(plan.schedule.parameters, ensure_ascii=False)}")
    return "\n".join(lines)
