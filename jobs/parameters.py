"""Makes the form of a job's parameters from their frozen dataclass.

    @dataclass(frozen=True, kw_only=True)
    class Parameters:
        days: int = asks(forms.IntegerField, label="Older than", min_value=1, initial=7)

The form and the handler can't disagree about names, and `manage.py check` compares each type with its form field.
"""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, ParamSpec, get_type_hints

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS

P = ParamSpec("P")
_ASKED = "asked"
# What a form field gives when it is filled in; the more particular kind before the kind it is made from.
_GIVES: tuple[tuple[type[forms.Field], Any], ...] = (
    (forms.MultipleChoiceField, list[str]),
    (forms.ChoiceField, str),
    (forms.BooleanField, bool),
    (forms.DecimalField, Decimal),
    (forms.FloatField, float),
    (forms.IntegerField, int),
    (forms.DateTimeField, datetime),
    (forms.DateField, date),
    (forms.CharField, str),
)
_NEVER_NONE = (str, bool, list[str])


@dataclasses.dataclass(frozen=True, kw_only=True)
class NoParameters:
    """A job that asks nothing."""


class ParametersForm(forms.Form):
    """Once valid, `parameters` is the dataclass; a ValidationError of its `__post_init__` is the form's.

    `unknown`: names that were given and that no field has. A name mistyped must not mean "as if it weren't given".
    """

    makes: ClassVar[type]
    parameters: Any
    unknown: Sequence[str] = ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.unknown:
            names = ", ".join(repr(name[:50]) for name in self.unknown[:3])
            self.add_error(None, f"There is no parameter {names}; there are: {', '.join(self.fields) or 'none'}.")
        if not self.errors:
            self.parameters = self.makes(**cleaned)
        return cleaned

    def complaints(self) -> list[str]:
        """All that is wrong, each after the name of its parameter."""
        said = {name: " ".join(map(str, errors)) for name, errors in self.errors.items()}
        return [text if name == NON_FIELD_ERRORS else f"{name}: {text}" for name, text in said.items()]


def asks(kind: Callable[P, forms.Field], *args: P.args, **options: P.kwargs) -> Any:
    """One parameter, and the form field that asks for it; `initial` is its default."""
    field = kind(*args, **options)
    if field.required and field.initial is None:
        return dataclasses.field(metadata={_ASKED: field})
    return dataclasses.field(metadata={_ASKED: field}, default_factory=lambda: field.clean(initial(field)))


def initial(field: forms.Field) -> Any:
    return field.initial() if callable(field.initial) else field.initial


@cache
def form_of(parameters: type) -> type[ParametersForm]:
    """The form that asks for these parameters, in their order."""
    asked = {one.name: one.metadata[_ASKED] for one in dataclasses.fields(parameters) if _ASKED in one.metadata}
    form: type[ParametersForm] = type(f"{parameters.__name__}Form", (ParametersForm,), asked)
    form.makes = parameters
    return form


def problems(parameters: type) -> Iterator[str]:
    """What keeps this class from being a job's parameters, in sentences that say how to mend it."""
    if not dataclasses.is_dataclass(parameters) or not parameters.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        yield "its parameters must be a class under @dataclass(frozen=True, kw_only=True)"
        return
    types = get_type_hints(parameters)
    for one in dataclasses.fields(parameters):
        name = one.name
        if _ASKED not in one.metadata:
            yield f"no form field asks for the parameter {name}: write {name}: … = asks(forms.…Field, …)"
            continue
        asked = one.metadata[_ASKED]
        gives = _gives(asked)
        if gives is None:
            yield f"parameter {name}: what {type(asked).__name__} gives must be added to jobs/parameters.py"
        elif types[name] != gives:
            yield f"parameter {name}: its form field gives {_said(gives)}, but it is declared as {_said(types[name])}"


def _gives(field: forms.Field) -> Any:
    """The type of its clean value, None when that isn't known."""
    found = next((gives for kind, gives in _GIVES if isinstance(field, kind)), None)
    return found if found is None or field.required or found in _NEVER_NONE else found | None


def _said(kind: Any) -> str:
    return kind.__name__ if type(kind) is type else str(kind)
