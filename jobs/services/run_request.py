"""Puts a run in line when a person or a program asks."""

from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError
from django.utils import timezone

from jobs import prerequisites, registry
from jobs.audit import Actor
from jobs.definition import JobDefinition
from jobs.engine import new_run, under_way
from jobs.engine.held import without_held
from jobs.models import JobRun, State
from jobs.models.run import Origin
from jobs.parameters import ParametersForm
from jobs.prerequisites import Unmet
from jobs.services import allowed_moments
from jobs.services.run_control import NotPossible
from oms.models import Shop


class InvalidParameters(ValueError):
    """The parameters fail the job's form; `form` says which and why."""

    def __init__(self, form: ParametersForm) -> None:
        super().__init__("; ".join(form.complaints()))
        self.form = form


class PrerequisiteNotMet(Exception):
    """The job may not run yet; `reasons` says why and which job mends it."""

    def __init__(self, reasons: list[Unmet]) -> None:
        super().__init__(" ".join(reason.text for reason in reasons))
        self.reasons = reasons


class Requested(NamedTuple):
    """The run, and whether it was already there (a second click shows the first run)."""

    run: JobRun
    already: bool


def request_run(
    key: str,
    *,
    shop: Shop | None,
    actor: Actor,
    parameters: dict[str, Any] | None = None,
    origin: Origin = Origin.MANUAL,
    override_reason: str = "",
    dry: bool = False,
    at: datetime | None = None,
) -> Requested:
    """Put a run in line and wake a worker. An `override_reason` lets it start although a prerequisite isn't met.

    With `at` it is planned for that moment (then its prerequisites are looked at, not now), and any number may be
    planned for different moments. A preview is in the way of another preview only.

    Raises UnknownJob, InvalidParameters, PrerequisiteNotMet, NotPossible.
    """
    definition = registry.get(key)
    form = definition.clean(parameters or {})
    if not form.is_valid():
        raise InvalidParameters(form)
    if at is not None:
        return _plan(_planned(definition, form, shop, dry, at), actor)
    if active := _active(key, shop, dry):
        return Requested(active, already=True)
    reasons = prerequisites.unmet(definition, shop)
    if reasons and not override_reason:
        raise PrerequisiteNotMet(reasons)
    run = JobRun(
        key=key,
        shop=shop,
        origin=origin,
        queue=definition.queue,
        parameters=as_json(form),
        dry=dry,
        override=bool(reasons),
        override_reason=override_reason if reasons else "",
    )
    return _insert(run, actor, reasons)


def _planned(definition: JobDefinition, form: forms.Form, shop: Shop | None, dry: bool, at: datetime) -> JobRun:
    allowed_moments.check("The planned moment", at)
    if at <= timezone.now():
        raise NotPossible("The planned moment has passed already; choose one in the future.")
    return JobRun(
        key=definition.key,
        shop=shop,
        origin=Origin.PLANNED,
        queue=definition.queue,
        parameters=as_json(form),
        dry=dry,
        slot_at=at,
        due_at=at,
    )


def _plan(run: JobRun, actor: Actor) -> Requested:
    try:
        new_run.request(run, actor)
    except IntegrityError:
        same = JobRun.objects.filter(key=run.key, shop=run.shop, slot_at=run.slot_at, dry=run.dry)
        return Requested(same.get(origin=Origin.PLANNED, state=State.PENDING), already=True)
    return Requested(run, already=False)


def _insert(run: JobRun, actor: Actor, overridden: list[Unmet]) -> Requested:
    try:
        new_run.request(run, actor, [reason.text for reason in overridden])
    except IntegrityError:
        # Somebody else's click came first; the unique index let one of us in.
        active = _active(run.key, run.shop, run.dry)
        if active is None:
            raise
        return Requested(active, already=True)
    return Requested(run, already=False)


def _active(key: str, shop: Shop | None, dry: bool) -> JobRun | None:
    """The run that has begun, if the job has no place left, else the one that waits for its turn."""
    runs = without_held(under_way.of(key, shop, dry=dry).order_by("started_at", "id"))
    begun = [run for run in runs if run.started_at]
    waiting = [run for run in runs if not run.started_at]
    if len(begun) < registry.get(key).concurrency:
        begun = []
    return next(iter([*begun, *waiting]), None)


def as_json(form: forms.Form) -> dict[str, Any]:
    """Clean values as the run's row keeps them; the form reads them again when the run starts."""
    encoder = DjangoJSONEncoder()
    plain = (bool, int, float, str, list, dict, type(None))
    return {
        name: value if isinstance(value, plain) else encoder.default(value) for name, value in form.cleaned_data.items()
    }
