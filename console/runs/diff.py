"""Compares a run with the last one that went well."""

from dataclasses import dataclass
from typing import Any

from console.runs.counters import counters
from jobs.definition import JobDefinition
from jobs.models import JobRun


@dataclass(frozen=True)
class Line:
    """One value of this run and of the other, if there is one."""

    label: str
    mine: str
    other: str | None

    @property
    def changed(self) -> bool:
        return self.other is not None and self.mine != self.other


def parameters(definition: JobDefinition | None, run: JobRun, good: JobRun | None) -> list[Line]:
    """Compares parameters, in the order of the job's form.

    Parameters it knows no more come last, under their bare names.
    """
    fields = definition.form.base_fields if definition else {}
    names = [*fields, *sorted(set(run.parameters) - set(fields))]
    return [_line(name, fields.get(name), run, good) for name in names]


_SETTINGS = {
    "when": "When",
    "zone": "Time zone",
    "enabled": "Switched on",
    "overlap": "Overlap",
    "catch_up": "Catch up",
    "catch_up_hours": "Catch up, hours",
    "gap": "Missing hour",
    "spread_seconds": "Spread, seconds",
    "pause_after_failures": "Pause after",
    "calendar": "Calendar",
}


def settings(run: JobRun, good: JobRun | None) -> list[Line]:
    """Compares the schedule's settings when each run was made.

    Nothing when neither came by a schedule.
    """
    if not run.policies and not (good and good.policies):
        return []
    names = [*_SETTINGS, *sorted(set(run.policies) - set(_SETTINGS))]
    return [
        Line(
            _SETTINGS.get(name, name),
            words(None, run.policies.get(name)),
            words(None, good.policies.get(name)) if good else None,
        )
        for name in names
    ]


def counts(run: JobRun, good: JobRun | None) -> list[Line]:
    theirs = {counter.name: counter for counter in counters(good)} if good else {}
    return [
        Line(counter.label, f"{counter.value:,}", f"{theirs[counter.name].value:,}" if counter.name in theirs else None)
        for counter in counters(run)
    ]


def words(field: Any, value: Any) -> str:
    """A value as the form would show it: a choice by its label, yes and no, a dash for nothing."""
    if value is None or value in ("", []):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(words(field, one) for one in value)
    choices = {str(key): str(label) for key, label in getattr(field, "choices", ()) if not isinstance(label, list)}
    return choices.get(str(value), str(value))


def _line(name: str, field: Any, run: JobRun, good: JobRun | None) -> Line:
    label = str(field.label) if field is not None and field.label else name.replace("_", " ").capitalize()
    other = words(field, good.parameters.get(name)) if good else None
    return Line(label, words(field, run.parameters.get(name)), other)
