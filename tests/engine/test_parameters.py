"""A job's parameters: one dataclass, the form made from it, and what the check says when they don't fit."""

from dataclasses import FrozenInstanceError, dataclass, fields
from datetime import date
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from jobs import checks, registry
from jobs.definition import JobDefinition
from jobs.engine.run import Run
from jobs.models import State
from jobs.parameters import NoParameters, asks, problems
from tests.engine.support import attempt, definition, new_run


@dataclass(frozen=True, kw_only=True)
class Asked:
    since: date = asks(forms.DateField)
    days: int = asks(forms.IntegerField, label="Days", min_value=1, initial=7)
    above: int | None = asks(forms.IntegerField, required=False)
    name: str = asks(forms.CharField, required=False)
    kinds: list[str] = asks(forms.MultipleChoiceField, required=False, choices=[("a", "A"), ("b", "B")])

    def __post_init__(self) -> None:
        if self.above is not None and self.above < self.days:
            raise ValidationError("Above must not be below the days.")


CARD = definition(lambda run, parameters: None, parameters=Asked)


def test_the_form_asks_for_every_parameter_in_its_order() -> None:
    assert list(CARD.form.base_fields) == [one.name for one in fields(Asked)]
    assert CARD.form.base_fields["days"].label == "Days"
    assert CARD.defaults() == {"days": 7}


def test_what_was_typed_becomes_typed() -> None:
    form = CARD.clean({"since": "2026-02-01", "above": "9"})
    assert form.is_valid()
    assert form.parameters == Asked(since=date(2026, 2, 1), days=7, above=9, name="", kinds=[])
    with pytest.raises(FrozenInstanceError):
        form.parameters.days = 8


def test_without_a_form_the_defaults_are_the_same() -> None:
    made = Asked(since=date(2026, 2, 1))
    assert (made.days, made.above, made.name, made.kinds) == (7, None, "", [])
    with pytest.raises(TypeError, match="since"):
        Asked()


def test_what_the_dataclass_refuses_is_said_on_the_form() -> None:
    form = CARD.clean({"since": "2026-02-01", "above": "3"})
    assert form.errors == {"__all__": ["Above must not be below the days."]}


def test_a_name_that_no_field_has_is_refused_with_those_there_are() -> None:
    form = CARD.clean({"since": "2026-02-01", "dyas": 3})
    assert not form.is_valid()
    assert form.complaints() == [f"There is no parameter 'dyas'; there are: {', '.join(form.fields)}."]
    assert definition(lambda run, parameters: None).clean({"x": 1}).complaints() == [
        "There is no parameter 'x'; there are: none."
    ]


@pytest.mark.django_db
def test_a_stored_parameter_that_the_form_has_no_more_is_a_sentence_and_not_everything() -> None:
    run = new_run(parameters={"since": "2026-02-01", "order": "#1001"})
    assert attempt(run, CARD) == State.DEAD
    run.refresh_from_db()
    assert "There is no parameter 'order'" in run.error


@pytest.mark.django_db
def test_the_handler_gets_the_dataclass() -> None:
    got: list[Any] = []

    def handler(run: Run, parameters: Asked) -> None:
        got.append(parameters)

    card = definition(handler, parameters=Asked)
    assert attempt(new_run(parameters={"since": "2026-02-01", "days": 3}), card) == State.DONE
    assert got == [Asked(since=date(2026, 2, 1), days=3)]


class Bare:
    days: int = asks(forms.IntegerField)


@dataclass(kw_only=True)
class Thawed:
    days: int = asks(forms.IntegerField)


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    days: int = 7


@dataclass(frozen=True, kw_only=True)
class Mistyped:
    days: str = asks(forms.IntegerField, initial=7)


@dataclass(frozen=True, kw_only=True)
class NeverEmpty:
    days: int = asks(forms.IntegerField, required=False)


@dataclass(frozen=True, kw_only=True)
class Unknown:
    place: str = asks(forms.Field, initial="x")


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        (Bare, "must be a class under @dataclass(frozen=True, kw_only=True)"),
        (Thawed, "must be a class under @dataclass(frozen=True, kw_only=True)"),
        (Forgotten, "no form field asks for the parameter days"),
        (Mistyped, "parameter days: its form field gives int, but it is declared as str"),
        (NeverEmpty, "parameter days: its form field gives int | None, but it is declared as int"),
        (Unknown, "parameter place: what Field gives must be added to jobs/parameters.py"),
    ],
)
def test_the_check_refuses_what_does_not_fit(parameters: type, said: str) -> None:
    found = list(checks._card(definition(lambda run, parameters: None, parameters=parameters)))
    assert [message.id for message in found] == ["jobs.E009"]
    assert said in found[0].msg


def test_the_check_refuses_a_handler_that_takes_another_class() -> None:
    def handler(run: Run, parameters: NoParameters) -> None: ...

    (found,) = checks._card(definition(handler, parameters=Forgiving))
    assert found.id == "jobs.E010"
    assert "its card names Forgiving, but its handler takes NoParameters" in found.msg


@dataclass(frozen=True, kw_only=True)
class Forgiving:
    days: int = asks(forms.IntegerField, initial=7)


@pytest.mark.parametrize("card", registry.all_jobs(), ids=lambda card: card.key)
def test_every_job_of_the_catalogue_fits(card: JobDefinition) -> None:
    assert list(problems(card.parameters)) == []
    assert list(checks._card(card)) == []
