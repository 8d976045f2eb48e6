"""Jobs made for the tests, run through the engine's own door."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms

from jobs.categories import Category
from jobs.definition import JobDefinition
from jobs.engine.execute import execute
from jobs.engine.run import Run
from jobs.models import JobRun, State
from jobs.parameters import NoParameters, asks


def definition(handler: Callable[[Run, Any], None], **changes: Any) -> JobDefinition:
    card: dict[str, Any] = {
        "key": "miscellaneous.probe",
        "name": "Probe",
        "category": Category.MISCELLANEOUS,
        "summary": "A job of the tests.",
        "parameters": NoParameters,
        "schedules": (),
        "default": None,
        "prerequisites": (),
        "writes": (),
        "queue": "jobs",
        "chunked": True,
        "handler": handler,
    }
    return JobDefinition(**{**card, **changes})


def new_run(**columns: Any) -> JobRun:
    run = JobRun.objects.create(**{"key": "miscellaneous.probe", **columns})
    run.refresh_from_db()
    return run


def attempt(run: JobRun, card: JobDefinition, refusal: str = "") -> State | None:
    return execute(run.pk, {card.key: card}.get, lambda row: refusal)


@dataclass(frozen=True, kw_only=True)
class CountParameters:
    count: int = asks(forms.IntegerField, initial=3, min_value=1)
