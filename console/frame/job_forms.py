"""A job's parameter form on a page that holds several of them."""

from typing import Any

from django import forms
from django.http import HttpRequest

from jobs.definition import JobDefinition


def slug(key: str) -> str:
    return key.replace(".", "-").replace("_", "-")


def empty(definition: JobDefinition) -> forms.Form:
    """The form with its defaults filled in."""
    return named(definition.form(), definition)


def values(definition: JobDefinition, request: HttpRequest) -> dict[str, Any]:
    """Every field as it was sent.

    A box left empty is a "no", not "what it was by default".
    """
    fields = definition.form.base_fields
    return {name: field.widget.value_from_datadict(request.POST, request.FILES, name) for name, field in fields.items()}


def named(form: forms.Form, definition: JobDefinition) -> forms.Form:
    """Gives the form ids of its own, as a page may hold several.

    A job's live regions begin with its bare slug.
    """
    form.auto_id = f"field-{slug(definition.key)}-%s"
    return form
