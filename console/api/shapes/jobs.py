"""Shape of a job's card."""

from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from ninja import Schema

from jobs.definition import JobDefinition


class ParameterOut(Schema):
    """One field of the job's form. `kind` is the form field's class, for example IntegerField."""

    name: str
    label: str
    kind: str
    required: bool
    help: str
    default: Any = None
    choices: list[str] | None = None


class JobOut(Schema):
    key: str
    name: str
    category: str
    summary: str
    queue: str
    writes: list[str]
    schedules: list[str]
    default_schedule: str | None
    concurrency: int
    parameters: list[ParameterOut]


class UnmetOut(Schema):
    """Why the job may not run now, and the job that mends it."""

    text: str
    mended_by: str | None


class JobNow(Schema):
    job: JobOut
    shop: str | None
    unmet: list[UnmetOut]


def job_out(card: JobDefinition) -> JobOut:
    defaults = card.defaults()
    return JobOut(
        key=card.key,
        name=card.name,
        category=card.category.value,
        summary=card.summary,
        queue=card.queue,
        writes=[str(each.value) for each in card.writes],
        schedules=list(card.schedules),
        default_schedule=card.default,
        concurrency=card.concurrency,
        parameters=[_parameter(name, field, defaults) for name, field in card.form.base_fields.items()],
    )


def _parameter(name: str, field: forms.Field, defaults: dict[str, Any]) -> ParameterOut:
    default = defaults.get(name)
    if not isinstance(default, str | int | float | bool | list | dict | None):
        default = DjangoJSONEncoder().default(default)
    return ParameterOut(
        name=name,
        label=str(field.label or name.replace("_", " ").capitalize()),
        kind=type(field).__name__,
        required=field.required,
        help=str(field.help_text),
        default=default,
        choices=_choices(field) if isinstance(field, forms.ChoiceField) else None,
    )


def _choices(field: forms.ChoiceField) -> list[str]:
    """As the form's own widget offers them."""
    return [str(value) for value, _ in field.widget.choices]
